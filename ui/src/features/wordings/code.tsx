// The text of a template in an editor that knows the template language, its variables, and the line that does not work.
// Loaded only where a wording is edited.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { jinjaCompletionSource, jinjaLanguage } from "@codemirror/lang-jinja";
import { HighlightStyle, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useEffectEvent, useRef } from "react";
import type { VariableRow } from "../../generated/VariableRow";

export interface CodeProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  variables: readonly VariableRow[];
  /** The line that does not work, counted from one. */
  wrongLine: number | null;
  /** Takes a function that writes a text where the cursor is. */
  onReady: (insert: (text: string) => void) => void;
}

const wrong = new Compartment();

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "var(--wait)" },
  { tag: [tags.variableName, tags.propertyName], color: "var(--accent)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--good)" },
  { tag: [tags.brace, tags.processingInstruction, tags.operator], color: "var(--text-faint)" },
]);

const looks = EditorView.theme({
  "&": { height: "100%", fontSize: "var(--text-md)", backgroundColor: "transparent", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", padding: "10px 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "var(--text-faint)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 12px", minWidth: "34px" },
  "& .cm-selectionBackground, &.cm-focused .cm-selectionBackground": { backgroundColor: "var(--surface-selected)" },
  ".cm-wrong": { backgroundColor: "var(--danger-soft)" },
  ".cm-tooltip": {
    border: "1px solid var(--line)",
    borderRadius: "var(--radius-md)",
    backgroundColor: "var(--surface-raised)",
    boxShadow: "var(--shadow-pop)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font)", maxHeight: "220px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--surface-selected)",
    color: "var(--text)",
  },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--text-faint)" },
});

export default function Code({ label, value, onChange, variables, wrongLine, onReady }: CodeProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useEffectEvent(onChange);
  const ready = useEffectEvent(onReady);
  const start = useEffectEvent(() => EditorState.create({ doc: value, extensions: parts(label, variables, changed) }));

  // Made once: a new one for every letter would lose the cursor and what can be undone.
  useEffect(() => {
    if (!box.current) return;
    const editor = new EditorView({ parent: box.current, state: start() });
    view.current = editor;
    ready((text) => {
      editor.dispatch(editor.state.replaceSelection(text));
      editor.focus();
    });
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  // Another text from outside, such as an earlier version, replaces what stands there.
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const there = wrongLine !== null && wrongLine >= 1 && wrongLine <= editor.state.doc.lines;
    const marks = there
      ? Decoration.set([Decoration.line({ class: "cm-wrong" }).range(editor.state.doc.line(wrongLine).from)])
      : Decoration.none;
    editor.dispatch({ effects: wrong.reconfigure(EditorView.decorations.of(marks)) });
  }, [wrongLine]);

  return <div ref={box} className="code" />;
}

function parts(label: string, variables: readonly VariableRow[], changed: (text: string) => void): Extension[] {
  const known = variables.map(({ name, meaning }) => ({ label: name, detail: meaning, type: "variable" }));
  return [
    lineNumbers(),
    history(),
    EditorView.lineWrapping,
    new LanguageSupport(jinjaLanguage),
    autocompletion({ override: [jinjaCompletionSource({ variables: known })], icons: false }),
    syntaxHighlighting(colours),
    looks,
    wrong.of([]),
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
  ];
}
