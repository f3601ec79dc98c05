using System.Diagnostics;

namespace AsyncProgramming.Charts;

/// <summary>
/// Records a <see cref="Timeline"/> from running code, on a monotonic clock that starts when the recorder is made. All
/// members may be called from any thread.
/// </summary>
public sealed class TimelineRecorder
{
    private readonly Lock _gate = new();
    private readonly List<TimelineSpan> _spans = [];
    private readonly List<TimelineMark> _marks = [];
    private readonly TimeProvider _time;
    private readonly long _origin;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">The clock; the system's monotonic one where none is given.</param>
    public TimelineRecorder(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _origin = _time.GetTimestamp();
    }

    /// <summary>The time since the recorder was made.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>
    /// Opens a span that lasts until the result is disposed: <c>using (recorder.Track("task 1")) { … }</c>. Its executor is
    /// the thread that opened it, or none where the lane is idle or ready; where it has one and the same thread closes it,
    /// the processor time that this thread used in between is recorded too.
    /// </summary>
    /// <remarks>
    /// An <c>await</c> belongs into an idle span of its own, not into a running one: meanwhile the thread works for others.
    /// Costs about a microsecond.
    /// </remarks>
    /// <param name="lane">The row.</param>
    /// <param name="state">What the lane does meanwhile.</param>
    /// <param name="label">A word or two to write on the span.</param>
    /// <returns>Ends the span when it is disposed; disposing it again does nothing.</returns>
    public IDisposable Track(string lane, SpanState state = SpanState.Running, string? label = null) =>
        new OpenSpan(this, lane, state, label);

    /// <summary>Adds a span that was timed elsewhere.</summary>
    public void Add(TimelineSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        lock (_gate) _spans.Add(span);
    }

    /// <summary>
    /// Adds a span that this or another process of this machine measured; the monotonic clock is the same for both.
    /// </summary>
    /// <typeparam name="T">The type of the measured result.</typeparam>
    /// <param name="lane">The row.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="label">A word or two to write on the span.</param>
    public void Add<T>(string lane, Measured<T> measured, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var executor = measured.ProcessId == Environment.ProcessId
            ? $"thread {measured.ThreadId}"
            : $"process {measured.ProcessId}";
        Add(new TimelineSpan(
            lane,
            SpanState.Running,
            Stopwatch.GetElapsedTime(_origin, measured.StartTimestamp),
            Stopwatch.GetElapsedTime(_origin, measured.EndTimestamp),
            executor,
            label,
            measured.CpuTime));
    }

    /// <summary>Adds a moment: now.</summary>
    public void Mark(string lane, string label)
    {
        var mark = new TimelineMark(lane, Now, label);
        lock (_gate) _marks.Add(mark);
    }

    /// <summary>What has been recorded so far.</summary>
    /// <param name="title">The chart's title.</param>
    public Timeline ToTimeline(string title)
    {
        lock (_gate) return new Timeline(title, [.. _spans], [.. _marks]);
    }

    [ThreadStatic]
    private static string? _executorOfThread;

    // Made once a thread: measured code should not pay for a string a span.
    private static string Executor => _executorOfThread ??= $"thread {Environment.CurrentManagedThreadId}";

    private sealed class OpenSpan : IDisposable
    {
        private readonly TimelineRecorder _recorder;
        private readonly string _lane;
        private readonly SpanState _state;
        private readonly string? _label;
        private readonly string? _executor;
        private readonly TimeSpan? _cpu;
        private readonly TimeSpan _start;
        private bool _closed;

        public OpenSpan(TimelineRecorder recorder, string lane, SpanState state, string? label)
        {
            (_recorder, _lane, _state, _label) = (recorder, lane, state, label);
            if (state is SpanState.Running or SpanState.Blocked)
            {
                _executor = Executor;
                _cpu = ThreadCpuClock.Now;
            }

            // Last, so that none of the above counts as the span's time.
            _start = recorder.Now;
        }

        public void Dispose()
        {
            if (_closed) return;
            var end = _recorder.Now;
            _closed = true;
            var sameThread = ReferenceEquals(_executor, _executorOfThread);
            var cpu = _cpu is { } start && sameThread ? ThreadCpuClock.Now - start : null;
            _recorder.Add(new TimelineSpan(_lane, _state, _start, end, _executor, _label, cpu));
        }
    }
}
