/**
 * Words that are no names, in the places where names are looked for. They end a name ("find jordan miles please") and
 * cannot begin one ("find the invoice"). The list is for reading names after a cue, not for language in general.
 */
const words = /* text */ `
a an the this that these those my your his her its our their mine yours hers ours theirs me him them us you i we he she it they who whom whose
what which when where why how someone somebody anyone anybody everyone everybody everything anything nothing something nobody all any both each
every some no none other another many much more most few several one ones same
and or but nor so yet if because since until while though although as than then else
of to in on at by for from with without into onto over under about after before between through during against per via regarding re concerning
is am are was were be been being isn't aren't wasn't weren't do does did don't doesn't didn't done have has had haven't hasn't having
can can't cannot could couldn't will won't would wouldn't shall should shouldn't may might must
i'm i'd i'll i've you're you've you'll he's she's it's we're we've we'll they're they've that's what's who's where's how's here's there's let's
not never please pls plz thanks thank thx kindly just also too only now today tonight tomorrow yesterday soon asap later again quickly already still
here there up down out off back away around yes no yeah ok okay hi hello hey
add create make new set setup put register enter save open show find search look lookup get give pull fetch list see view check display
locate bring need want like got change update edit modify correct fix replace rename switch adjust amend swap revise
text texting message messages messaging msg sms tell telling let know send sending shoot drop write ping notify inform remind say says saying said ask asking
call calling email emailing mail reply respond contact delete remove erase cancel archive merge book schedule refund charge pay invoice quote order
named called name names known goes spelled first last full given family surname nickname customer customers client clients contacts person people guest guests lead
leads record records profile profiles account accounts file files entry entries card details detail info information data database crm system list
phone telephone cell cellphone mobile number numbers address addresses e-mail emails tel ph contact's customer's client's field form
forward wants needs wanted needed clear reset wipe moved changed switched got gave lost left came went
things thing stuff something table command commands option options examples feature features kind kinds
reads ready whose regular existing current old wrong right correctly instead exactly asap available under teh whats whos hows wheres thats theres drive drives driving own owns bring brings bringing come comes coming bought booked possible allowed`;

const stopWords: ReadonlySet<string> = new Set(words.split(/\s+/).filter(Boolean));

/** Of these, the ones that are also names or parts of names: with a capital, inside a sentence, they are. */
const alsoNames: ReadonlySet<string> = new Set([
  'will',
  'may',
  'an',
  'in',
  'so',
  'do',
  'see',
  'mark',
  'given',
  'no',
  'or',
  'be',
  'so',
  'me',
  'her',
  'card',
  'lead',
  'out',
  'field',
  'new',
  'still',
  'order',
]);

/** Small words inside a family name: "Ana de la Cruz", "Ludwig van Beethoven". */
const particleWords: ReadonlySet<string> = new Set(
  'de la las los del della dello di da das do dos du des le van von vom der den ter ten zu zur bin ibn ben al el abu san st mac mc y e'.split(' '),
);

const honorificWords: ReadonlySet<string> = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'sir', 'madam']);

export const isStopWord = (lower: string) => stopWords.has(lower);
export const isNameAfterAll = (lower: string) => alsoNames.has(lower);
export const isParticle = (lower: string) => particleWords.has(lower);
export const isHonorific = (lower: string) => honorificWords.has(lower);
