using System.Text;
using Course.Running;
using Jupyter.Documents;

namespace Course.Sessions;

/// <summary>
/// What a cell has put out, in order. Of a flood the last part is held, as much as the limits allow; all of it is in a file
/// then, for whoever wants it. Safe to use from any thread.
/// </summary>
/// <param name="limits">How much is held.</param>
/// <param name="files">Makes the file, when there is more than can be held.</param>
/// <param name="changed">Called after each change, often; it must be quick.</param>
internal sealed class OutputLog(OutputLimits limits, SpoolFolder files, Action changed) : IOutputTarget, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, List<Entry>> _displays = [];
    private OutputView? _view = OutputView.Empty;
    private OutputSpool? _spool;
    private long _version;
    private long _ids;
    private int _lines;
    private int _characters;
    private int _shown;
    private int _shownCharacters;
    private long _omittedLines;
    private long _omittedDisplays;
    private bool _disposed;

    /// <summary>The output as it is now. Cheap: where nothing has changed it is the view of before.</summary>
    public OutputView View
    {
        get
        {
            lock (_lock)
            {
                return _view ??= new OutputView(
                    _version, [.. _entries.Select(entry => entry.Item)], _omittedLines, _omittedDisplays);
            }
        }
    }

    /// <summary>Whether there is no output.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _entries.Count == 0;
        }
    }

    /// <inheritdoc/>
    public void Write(string stream, string text)
    {
        if (text.Length == 0) return;
        Change(() =>
        {
            var rest = text.AsSpan();
            if (rest.Length > limits.Characters) Spool();
            _spool?.Write(rest);
            if (rest.Length > limits.Characters) rest = Skip(rest);
            while (!rest.IsEmpty) rest = rest[Append(stream, rest)..];
            while (IsTooLong(out var oldest)) Drop(oldest);
        });
    }

    /// <inheritdoc/>
    public void Show(Output output, string? displayId) => Change(() =>
    {
        var entry = new Entry(_ids++) { Display = output, DisplayId = displayId };
        _spool?.Write(PlainText(output));
        Add(entry);
        if (displayId is not null)
        {
            if (!_displays.TryGetValue(displayId, out var places)) _displays[displayId] = places = [];
            places.Add(entry);
        }

        DropDisplays();
    });

    /// <inheritdoc/>
    public void Update(string displayId, DisplayOutput output)
    {
        lock (_lock)
        {
            if (!_displays.ContainsKey(displayId)) return;
        }

        Change(() =>
        {
            foreach (var entry in _displays.GetValueOrDefault(displayId) ?? [])
            {
                if (entry.Display is not DisplayOutput shown) continue;
                _shownCharacters -= entry.Characters;
                entry.Display = shown.Updated(output);
                _shownCharacters += entry.Characters;
            }

            DropDisplays();
        });
    }

    /// <inheritdoc/>
    public void Clear() => Change(Empty);

    /// <summary>Replaces all by outputs that were kept in a notebook.</summary>
    public void Load(IEnumerable<Output> outputs)
    {
        Clear();
        foreach (var output in outputs)
        {
            if (output is StreamOutput text) Write(text.Name, text.Text);
            else Show(output, displayId: null);
        }
    }

    /// <summary>The output as a notebook keeps it; of what is left out it says how much.</summary>
    public IReadOnlyList<Output> ToOutputs()
    {
        var view = View;
        var outputs = new List<Output>();
        if (view.OmittedLines > 0) outputs.Add(new StreamOutput("stdout", $"… {view.OmittedLines:N0} earlier lines are left out\n"));
        foreach (var item in view.Items)
        {
            if (item.Output is StreamOutput text && outputs.LastOrDefault() is StreamOutput last && last.Name == text.Name)
                outputs[^1] = last with { Text = last.Text + text.Text };
            else
                outputs.Add(item.Output);
        }

        return outputs;
    }

    /// <summary>
    /// All text that was put out, as far as the file's limit reaches: values as plain text, in their order. For a download.
    /// </summary>
    public Stream OpenText()
    {
        lock (_lock)
        {
            if (_spool?.OpenRead() is { } all) return all;
            return new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(_entries.Select(PlainText))), writable: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Empty();
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            if (_disposed) return;
            change();
            _version++;
            _view = null;
        }

        changed();
    }

    /// <summary>Of a text that is longer than all that can be held: its end, from the beginning of a line.</summary>
    private ReadOnlySpan<char> Skip(ReadOnlySpan<char> text)
    {
        var from = text.Length - limits.Characters;
        var lineEnd = text[from..].IndexOf('\n');
        if (lineEnd >= 0 && from + lineEnd + 1 < text.Length) from += lineEnd + 1;
        _omittedLines += text[..from].Count('\n');
        return text[from..];
    }

    private int Append(string stream, ReadOnlySpan<char> text)
    {
        var last = _entries.LastOrDefault();
        var joins = last?.Stream == stream;
        if (!joins || last!.Text!.IsFull)
        {
            last = new Entry(_ids++)
            {
                Stream = stream,
                Text = new OutputText(),
                Continues = joins,
                Style = joins ? AnsiStyle.After(last!.Style, last.Text!.ToString()) : "",
            };
            _entries.Add(last);
        }

        _lines -= last.Text!.Lines;
        _characters -= last.Text.Length;
        var taken = last.Text.Take(text);
        _lines += last.Text.Lines;
        _characters += last.Text.Length;
        last.Changed();
        return taken;
    }

    /// <summary>Whether enough would be shown without the oldest chunk of text.</summary>
    private bool IsTooLong(out Entry oldest)
    {
        oldest = null!;
        if (_lines <= limits.Lines && _characters <= limits.Characters) return false;
        oldest = _entries.First(entry => entry.Text is not null);
        return _lines - oldest.Text!.Lines >= limits.Lines || _characters - oldest.Text.Length >= limits.Characters;
    }

    private void DropDisplays()
    {
        while (_shown > 1 && (_shown > limits.Displays || _shownCharacters > limits.DisplayCharacters))
            Drop(_entries.First(entry => entry.Display is not null));
    }

    private void Add(Entry entry)
    {
        _entries.Add(entry);
        _shown++;
        _shownCharacters += entry.Characters;
    }

    private void Drop(Entry entry)
    {
        Spool();
        _entries.Remove(entry);
        if (entry.Text is { } text)
        {
            _lines -= text.Lines;
            _characters -= text.Length;
            _omittedLines += text.Lines;
            return;
        }

        _shown--;
        _shownCharacters -= entry.Characters;
        _omittedDisplays++;
        if (entry.DisplayId is not { } id || !_displays.TryGetValue(id, out var places)) return;
        places.Remove(entry);
        if (places.Count == 0) _displays.Remove(id);
    }

    /// <summary>From now on everything goes to a file as well; first all that is there, of which nothing was dropped yet.</summary>
    private void Spool()
    {
        if (_spool is not null) return;
        _spool = new OutputSpool(files, limits.FileBytes);
        foreach (var entry in _entries) _spool.Write(PlainText(entry));
    }

    private void Empty()
    {
        _entries.Clear();
        _displays.Clear();
        _lines = _characters = _shown = _shownCharacters = 0;
        _omittedLines = _omittedDisplays = 0;
        _spool?.Dispose();
        _spool = null;
    }

    private static string PlainText(Entry entry) => entry.Text?.ToString() ?? PlainText(entry.Display!);

    private static string PlainText(Output output) => output switch
    {
        StreamOutput stream => stream.Text,
        ErrorOutput { Traceback.Count: > 0 } error => string.Join('\n', error.Traceback) + "\n",
        ErrorOutput error => $"{error.Name}: {error.Value}\n",
        DisplayOutput display => (display.Data.Text("text/plain") ?? $"[{string.Join(", ", display.Data.Types)}]") + "\n",
        _ => "",
    };

    /// <summary>A chunk of text, or a value or error.</summary>
    private sealed class Entry(long id)
    {
        private OutputItem? _item;
        private Output? _display;

        public string? Stream { get; init; }

        public OutputText? Text { get; init; }

        public bool Continues { get; init; }

        public string Style { get; init; } = "";

        public string? DisplayId { get; init; }

        public Output? Display
        {
            get => _display;
            set
            {
                _display = value;
                Characters = value is DisplayOutput display ? display.Data.Types.Sum(type => display.Data.Text(type)?.Length ?? 0) : 0;
                Changed();
            }
        }

        /// <summary>The size of a value.</summary>
        public int Characters { get; private set; }

        public OutputItem Item => _item ??= new OutputItem(
            id, Text is null ? Display! : new StreamOutput(Stream!, Text.ToString()), Continues, Style);

        public void Changed() => _item = null;
    }
}
