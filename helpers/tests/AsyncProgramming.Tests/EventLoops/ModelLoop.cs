namespace AsyncProgramming.Tests.EventLoops;

/// <summary>
/// What an event loop should do, written as plainly as can be: lists that are searched, no thread, time a number. Random
/// schedules are run on it and on the real loop, and both must call the same callbacks at the same times.
/// </summary>
internal sealed class ModelLoop : IScheduledLoop
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);
    private readonly List<Entry> _ready = [];
    private readonly List<Entry> _posted = [];
    private readonly List<Entry> _delays = [];
    private readonly List<Entry> _timers = [];
    private int _calls;
    private bool _running;
    private bool _stopping;

    public TimeSpan Time { get; private set; }

    public long Iterations { get; private set; }

    public Func<bool> CallSoon(Action callback) => Add(_ready, callback, default);

    public Func<bool> CallAt(TimeSpan when, Action callback) => Add(_timers, callback, when);

    public Func<bool> CallLater(TimeSpan delay, Action callback) =>
        _running ? Add(_delays, callback, delay) : CallAt(Time + delay, callback);

    public Func<bool> CallSoonThreadSafe(Action callback) => _running ? CallSoon(callback) : CallFromAnotherThread(callback);

    public Func<bool> CallFromAnotherThread(Action callback) => Add(_posted, callback, default);

    public void Work(TimeSpan time) => Time += time;

    public void Stop() => _stopping = true;

    public void RunForever(Action<Exception> onFailure)
    {
        _running = true;
        try
        {
            do RunIteration(onFailure);
            while (!_stopping);
        }
        finally
        {
            BeginDelays();
            _running = _stopping = false;
        }
    }

    private void RunIteration(Action<Exception> onFailure)
    {
        Iterations++;
        Move(_posted, _ready);

        _timers.RemoveAll(timer => timer.Done);
        var next = _timers.Count == 0 ? TimeSpan.MaxValue : _timers.Min(timer => timer.When);
        if (_ready.Count == 0 && !_stopping && next > Time) Time = next;
        if (next <= Time)
        {
            var due = _timers.Where(timer => timer.When < Time + Resolution).OrderBy(timer => (timer.When, timer.Call)).ToList();
            _timers.RemoveAll(due.Contains);
            Move(due, _ready);
        }

        for (var left = _ready.Count; left > 0; left--)
        {
            var entry = _ready[0];
            _ready.RemoveAt(0);
            try
            {
                entry.Run();
            }
            catch (InvalidTimeZoneException e)
            {
                onFailure(e);
            }
        }

        BeginDelays();
    }

    private void BeginDelays()
    {
        foreach (var entry in _delays) entry.When += Time;
        Move(_delays, _timers);
    }

    private Func<bool> Add(List<Entry> list, Action callback, TimeSpan when)
    {
        var entry = new Entry(callback, _calls++) { When = when };
        list.Add(entry);
        return entry.Cancel;
    }

    private static void Move(List<Entry> from, List<Entry> to)
    {
        to.AddRange(from);
        from.Clear();
    }

    private sealed class Entry(Action callback, int call)
    {
        public TimeSpan When { get; set; }

        public int Call => call;

        public bool Done { get; private set; }

        public bool Cancel() => !Done && (Done = true);

        public void Run()
        {
            if (Cancel()) callback();
        }
    }
}
