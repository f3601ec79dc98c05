namespace AsyncProgramming.Tests.EventLoops;

/// <summary>
/// What an event loop should do, written as plainly as can be: lists that are searched, no thread, time a number. Random
/// schedules are run on it and on the real loop, and both must call the same callbacks at the same times.
/// </summary>
internal sealed class ModelLoop
{
    private readonly List<Entry> _ready = [];
    private readonly List<Entry> _timers = [];
    private int _calls;
    private bool _stopping;

    public TimeSpan Time { get; private set; }

    public Func<bool> CallSoon(Action callback)
    {
        var entry = new Entry(callback, default, _calls++);
        _ready.Add(entry);
        return () => entry.Cancel();
    }

    public Func<bool> CallAt(TimeSpan when, Action callback)
    {
        var entry = new Entry(callback, when, _calls++);
        _timers.Add(entry);
        return () => entry.Cancel();
    }

    public void Stop() => _stopping = true;

    public void RunForever()
    {
        do
        {
            _timers.RemoveAll(timer => timer.Done);
            var next = _timers.MinBy(timer => (timer.When, timer.Call));
            if (_ready.Count == 0 && !_stopping && next is not null && next.When > Time) Time = next.When;
            if (next is not null && next.When <= Time)
            {
                var due = _timers.Where(timer => timer.When < Time + TimeSpan.FromMilliseconds(1))
                    .OrderBy(timer => (timer.When, timer.Call)).ToArray();
                _ready.AddRange(due);
                _timers.RemoveAll(due.Contains);
            }

            var batch = _ready.ToArray();
            _ready.Clear();
            foreach (var entry in batch) entry.Run();
        }
        while (!_stopping);
        _stopping = false;
    }

    private sealed class Entry(Action callback, TimeSpan when, int call)
    {
        public TimeSpan When => when;

        public int Call => call;

        public bool Done { get; private set; }

        public bool Cancel() => !Done && (Done = true);

        public void Run()
        {
            if (Cancel()) callback();
        }
    }
}
