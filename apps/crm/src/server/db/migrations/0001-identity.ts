/**
 * Who may sign in, and to which shop they belong: better-auth's tables (auth-schema.ts mirrors them). Row-level security
 * would need a tenant that is only known after sign-in, so they have none; the app role gets row access and nothing else.
 */
export const identity = /* sql */ `
create schema auth;

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table auth.session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  ip_address text,
  user_agent text,
  user_id text not null references auth."user" on delete cascade,
  active_organization_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_of_user on auth.session (user_id);
create table auth.account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth."user" on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_of_user on auth.account (user_id);
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);
create table auth.organization (
  id text primary key,
  name text not null,
  slug text not null unique,
  logo text,
  metadata text,
  time_zone text not null default 'America/New_York',
  created_at timestamptz not null default now()
);
create table auth.member (
  id text primary key,
  organization_id text not null references auth.organization on delete cascade,
  user_id text not null references auth."user" on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  unique (organization_id, user_id)
);
create index member_of_user on auth.member (user_id);
create table auth.invitation (
  id text primary key,
  organization_id text not null references auth.organization on delete cascade,
  email text not null,
  role text,
  status text not null default 'pending',
  expires_at timestamptz not null,
  inviter_id text not null references auth."user" on delete cascade,
  created_at timestamptz not null default now()
);
create index invitation_of_organization on auth.invitation (organization_id);

grant usage on schema auth to countersign_app;
grant select, insert, update, delete on auth.session, auth.account, auth.verification, auth.member, auth.invitation to countersign_app;
/* people and shops are added and renamed by the app, never removed */
grant select, insert, update on auth."user", auth.organization to countersign_app;
`;
