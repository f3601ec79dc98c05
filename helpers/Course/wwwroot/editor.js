// The editor of a cell: Monaco, loaded when it is first wanted; on a telephone, and where Monaco cannot be had, a text area.
const base = '_content/BlazorMonaco/lib/monaco-editor/min/vs';
const tellDelay = 250;

let loading;

// Monaco's own loader is put on the page once.
const load = () => loading ??= new Promise((done, failed) => {
  const root = new URL(base, document.baseURI).href;
  window.MonacoEnvironment = { getWorkerUrl: () => `${root}/base/worker/workerMain.js` };
  const script = document.createElement('script');
  script.src = `${root}/loader.js`;
  script.onerror = () => failed(new Error('The editor cannot be loaded.'));
  script.onload = () => {
    window.require.config({ paths: { vs: root } });
    window.require(['vs/editor/editor.main'], () => done(window.monaco), failed);
  };
  document.head.append(script);
});

const isSmall = () => matchMedia('(hover: none), (max-width: 40rem)').matches;

/** Loads what will be wanted soon. */
export const prepare = () => { if (!isSmall()) load().catch(() => {}); };

/** Opens the editor of a cell. `cell` is the server's side. */
export async function open(host, cell, options) {
  let monaco = null;
  if (!isSmall()) monaco = await load().catch(error => console.warn(error));
  // The reader has left it already.
  if (!host?.isConnected) return { close() {}, replace() {} };

  let timer = 0;
  let told = options.text;
  const tell = () => {
    clearTimeout(timer);
    const text = editor.text();
    if (text === told) return;
    told = text;
    cell.invokeMethodAsync('Change', text);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(tell, tellDelay); };
  const leave = () => host.dispatchEvent(new CustomEvent('leaveeditor', { bubbles: true }));

  const place = host.closest('.cell').editAt;
  const editor = monaco ? mountMonaco(monaco, host, cell, options, place, later, leave) : mountTextArea(host, options, later, leave);
  host.cellEditor = {
    // What is asked for is told with the answer.
    text: () => { clearTimeout(timer); return told = editor.text(); },
    focus: () => editor.focus(),
  };
  editor.focus();
  return {
    replace: text => { told = text; editor.replace(text); },
    close: () => { clearTimeout(timer); editor.close(); },
  };
}

function mountTextArea(host, options, changed, leave) {
  const area = document.createElement('textarea');
  area.value = options.text;
  area.spellcheck = false;
  area.autocapitalize = 'off';
  area.autocomplete = 'off';
  area.setAttribute('aria-label', options.label);
  const fit = () => { area.rows = Math.max(2, area.value.split('\n').length); };
  area.addEventListener('input', () => { fit(); changed(); });
  area.addEventListener('keydown', event => { if (event.key === 'Escape') { event.preventDefault(); leave(); } });
  fit();
  host.append(area);
  return {
    text: () => area.value,
    focus: () => area.focus(),
    replace: text => { area.value = text; fit(); },
    close: () => area.remove(),
  };
}

function mountMonaco(monaco, host, cell, options, place, changed, leave) {
  const style = getComputedStyle(host.parentElement.querySelector('pre.code'));
  const text = getComputedStyle(host.parentElement.querySelector('pre.code > code'));
  const size = parseFloat(text.fontSize);
  defineThemes(monaco);
  assist(monaco);
  const frame = document.createElement('div');
  host.append(frame);
  const editor = monaco.editor.create(frame, {
    value: options.text,
    language: options.language,
    theme: themeName(),
    ariaLabel: options.label,
    fontFamily: text.fontFamily,
    fontSize: size,
    lineHeight: parseFloat(text.lineHeight) / size,
    fontLigatures: false,
    padding: { top: parseFloat(style.paddingTop), bottom: parseFloat(style.paddingBottom) },
    automaticLayout: true,
    lineNumbers: 'off',
    glyphMargin: false,
    folding: false,
    lineDecorationsWidth: parseFloat(style.paddingLeft),
    lineNumbersMinChars: 0,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    overviewRulerBorder: false,
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    scrollBeyondLastColumn: 2,
    scrollbar: { vertical: 'hidden', handleMouseWheel: true, alwaysConsumeMouseWheel: false },
    wordWrap: options.language === 'markdown' ? 'on' : 'off',
    fixedOverflowWidgets: true,
    wordBasedSuggestions: false,
    occurrencesHighlight: false,
    links: false,
    contextmenu: false,
    tabSize: 4,
    insertSpaces: true,
    quickSuggestions: options.language === 'csharp',
    bracketPairColorization: { enabled: false },
    guides: { indentation: false },
    unicodeHighlight: { ambiguousCharacters: false },
    'semanticHighlighting.enabled': true,
  });
  keepListInSight(monaco, editor);
  editor.getModel().setEOL(monaco.editor.EndOfLineSequence.LF);
  cells.set(editor.getModel().uri.toString(), cell);

  const fit = () => { frame.style.height = `${editor.getContentHeight()}px`; };
  editor.onDidContentSizeChange(fit);
  fit();
  editor.layout();
  const checking = options.language === 'csharp' ? check(monaco, editor.getModel(), cell) : null;
  editor.onDidChangeModelContent(() => { changed(); checking?.later(); });
  editor.addCommand(monaco.KeyCode.Escape, leave,
    '!suggestWidgetVisible && !parameterHintsVisible && !findWidgetVisible && !editorHasSelection && !editorHasMultipleSelections && !inSnippetMode && !markersNavigationVisible');
  // Keys that run belong to the page.
  for (const modifier of [monaco.KeyMod.Shift, monaco.KeyMod.CtrlCmd, monaco.KeyMod.Alt]) {
    editor.addCommand(modifier | monaco.KeyCode.Enter, () => {});
  }

  const at = place && editor.getTargetAtClientPoint(place.x, place.y)?.position;
  if (at) editor.setPosition(at);
  const recolour = () => monaco.editor.setTheme(themeName());
  const dark = matchMedia('(prefers-color-scheme: dark)');
  document.addEventListener('themechange', recolour);
  dark.addEventListener('change', recolour);
  return {
    text: () => editor.getValue(),
    focus: () => editor.focus(),
    replace: value => {
      const model = editor.getModel();
      editor.executeEdits('another tab', [{ range: model.getFullModelRange(), text: value }]);
    },
    close: () => {
      document.removeEventListener('themechange', recolour);
      dark.removeEventListener('change', recolour);
      checking?.stop();
      cells.delete(editor.getModel().uri.toString());
      editor.getModel().dispose();
      editor.dispose();
    },
  };
}

// Where the list of completions opens, Monaco finds out by the place of the line on the page, not in the window: on a page that is
// scrolled it would open upwards, and over what is typed where there is no room.
function keepListInSight(monaco, editor) {
  const { ABOVE, BELOW } = monaco.editor.ContentWidgetPositionPreference;
  const longest = 14;
  const side = () => {
    const line = editor.getScrolledVisiblePosition(editor.getPosition());
    const top = editor.getDomNode().getBoundingClientRect().top + line.top;
    const above = top - document.querySelector('.toolbar').getBoundingClientRect().bottom;
    const below = innerHeight - top - line.height;
    return below >= longest * line.height || below >= above ? BELOW : ABOVE;
  };
  const add = editor.addContentWidget.bind(editor);
  editor.addContentWidget = widget => {
    if (widget.getId() === 'editor.widget.suggestWidget') {
      const set = widget.setPreference.bind(widget);
      widget.setPreference = () => set(side());
      widget.setPreference();
    }

    add(widget);
  };
}

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};
const themeName = () => isDark() ? 'course-dark' : 'course-light';

// The colours of the style sheet, so that code looks the same in the editor and beside it.
let themes = false;
function defineThemes(monaco) {
  if (themes) return;
  themes = true;
  const rules = {
    comment: ['57606a', '9aa5b1'], keyword: ['0550ae', '79b8ff'], string: ['9a3412', 'f0a880'], 'string.escape': ['7a5200', 'e3b341'], escape: ['7a5200', 'e3b341'],
    number: ['116329', '8ddb8c'], type: ['0b6b74', '5fd3c4'], function: ['6f3fb5', 'd7b6ff'],
    delimiter: ['1f2328', 'e8ecf0'], identifier: ['1f2328', 'e8ecf0'], '': ['1f2328', 'e8ecf0'],
  };
  const theme = (base, index, colors) => ({
    base, inherit: true, colors,
    rules: Object.entries(rules).map(([token, colours]) => ({
      token, foreground: colours[index], fontStyle: token === 'comment' ? 'italic' : '',
    })),
  });
  monaco.editor.defineTheme('course-light', theme('vs', 0, { 'editor.background': '#f6f8fa', 'editor.foreground': '#1f2328', 'textLink.foreground': '#0550ae' }));
  monaco.editor.defineTheme('course-dark', theme('vs-dark', 1, { 'editor.background': '#1c2126', 'editor.foreground': '#e8ecf0', 'textLink.foreground': '#79b8ff' }));
}

// What the kernel knows about the code that is written: asked for each editor's cell by its model.
const cells = new Map();
const checkDelay = 400;

let assisted = false;
function assist(monaco) {
  if (assisted) return;
  assisted = true;
  const ask = async (model, name, ...rest) => await cells.get(model.uri.toString())?.invokeMethodAsync(name, model.getValue(), ...rest);
  const range = (model, start, end) => monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
  const kinds = {
    function: 'Method', instance: 'Variable', property: 'Property', class: 'Class', struct: 'Struct', interface: 'Interface', enum: 'Enum',
    delegate: 'Function', constant: 'Constant', event: 'Event', param: 'Variable', type: 'TypeParameter', module: 'Module',
    keyword: 'Keyword', path: 'File', magic: 'Snippet',
  };

  monaco.languages.registerCompletionItemProvider('csharp', {
    triggerCharacters: ['.'],
    async provideCompletionItems(model, position) {
      const list = await ask(model, 'Complete', model.getOffsetAt(position));
      if (!list || model.isDisposed()) return { suggestions: [] };
      const where = range(model, list.start, list.end);
      return {
        suggestions: list.items.map((item, index) => ({
          label: item.text,
          insertText: item.text,
          kind: monaco.languages.CompletionItemKind[kinds[item.kind] ?? 'Text'],
          detail: item.signature.split('\n')[0],
          documentation: item.signature.includes('\n') ? item.signature : undefined,
          range: where,
          sortText: String(index).padStart(6, '0'),
        })),
      };
    },
  });

  monaco.languages.registerHoverProvider('csharp', {
    async provideHover(model, position) {
      const word = model.getWordAtPosition(position);
      if (!word || /^\d/.test(word.word)) return null;
      const { lineNumber } = position;
      const inspection = await ask(model, 'Inspect', model.getOffsetAt({ lineNumber, column: word.startColumn }));
      return inspection && {
        contents: [{ value: inspection.markdown ?? '```text\n' + inspection.text + '\n```' }],
        range: { startLineNumber: lineNumber, endLineNumber: lineNumber, startColumn: word.startColumn, endColumn: word.endColumn },
      };
    },
  });

  monaco.languages.registerSignatureHelpProvider('csharp', {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [')'],
    async provideSignatureHelp(model, position) {
      const help = await ask(model, 'Signatures', model.getOffsetAt(position));
      return help && {
        dispose() {},
        value: {
          activeSignature: help.activeSignature,
          activeParameter: help.activeParameter ?? 0,
          signatures: help.signatures.map(signature => ({
            label: signature.label,
            documentation: { value: signature.documentation },
            parameters: signature.parameters.map(({ label, documentation }) => ({ label, documentation: { value: documentation } })),
          })),
        },
      };
    },
  });

  // The same grammar as beside the editor, which tells types and methods apart: its colours come as HTML.
  const tokenTypes = ['comment', 'keyword', 'string', 'escape', 'number', 'type', 'function'];
  monaco.languages.registerDocumentSemanticTokensProvider('csharp', {
    getLegend: () => ({ tokenTypes, tokenModifiers: [] }),
    async provideDocumentSemanticTokens(model) {
      const html = await ask(model, 'Colours');
      return html === undefined ? null : { data: tokensOf(html, tokenTypes) };
    },
    releaseDocumentSemanticTokens() {},
  });
}

// Tokens as Monaco wants them: lines and columns are relative to the token before.
function tokensOf(html, types) {
  const data = [];
  let [line, column, lastLine, lastColumn] = [0, 0, 0, 0];
  const body = new DOMParser().parseFromString(`<pre>\n${html}</pre>`, 'text/html').querySelector('pre');
  for (const node of body.childNodes) {
    const type = types.indexOf(node.className?.replace('tok-', ''));
    for (const [index, part] of node.textContent.split('\n').entries()) {
      if (index > 0) [line, column] = [line + 1, 0];
      if (type >= 0 && part) {
        data.push(line - lastLine, line === lastLine ? column - lastColumn : column, part.length, type, 0);
        [lastLine, lastColumn] = [line, column];
      }

      column += part.length;
    }
  }

  return new Uint32Array(data);
}

// What the compiler says of code that the reader has changed, when typing pauses.
function check(monaco, model, cell) {
  let timer = 0;
  let asked = 0;
  const severities = [monaco.MarkerSeverity.Info, monaco.MarkerSeverity.Warning, monaco.MarkerSeverity.Error];
  const run = async () => {
    const number = ++asked;
    const found = await cell.invokeMethodAsync('Diagnose', model.getValue());
    if (number !== asked || model.isDisposed()) return;
    monaco.editor.setModelMarkers(model, 'kernel', (found ?? []).map(({ start, end, severity, code, message, link }) => {
      const from = model.getPositionAt(start);
      const to = model.getPositionAt(Math.max(end, start + 1));
      return {
        startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column,
        severity: severities[severity], message, code: link ? { value: code, target: monaco.Uri.parse(link) } : code,
      };
    }));
  };
  return {
    later() { asked++; clearTimeout(timer); timer = setTimeout(run, checkDelay); },
    stop() { asked++; clearTimeout(timer); },
  };
}
