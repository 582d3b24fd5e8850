import { calledName, nameOf, type Rule } from './rule.ts';

const properties = new Set(['innerHTML', 'outerHTML', 'srcdoc', 'srcDoc']);
const functions = new Set(['insertAdjacentHTML', 'createContextualFragment', 'setHTMLUnsafe', 'parseHTMLUnsafe']);
const message = 'This makes markup of a text: what a person or a model wrote would run in the page. Set textContent, or render elements.';

/** Refuses whatever turns a text into markup, in the DOM and in React. */
export const htmlSink: Rule = {
  create: (context) => ({
    AssignmentExpression: (node) => {
      if (node.left?.type === 'MemberExpression' && properties.has(nameOf(node.left.property) ?? '')) context.report({ node, message });
    },
    CallExpression: (node) => {
      const name = calledName(node) ?? '';
      const isWrite = (name === 'write' || name === 'writeln') && nameOf(node.callee?.object) === 'document';
      if (isWrite || functions.has(name)) context.report({ node, message });
    },
    JSXAttribute: (node) => {
      const name = nameOf(node.name as never) ?? '';
      if (name === 'dangerouslySetInnerHTML' || properties.has(name)) context.report({ node, message });
    },
    Property: (node) => {
      if (nameOf(node.key) === 'dangerouslySetInnerHTML') context.report({ node, message });
    },
  }),
};
