using AsyncProgramming.Charts;
using Microsoft.Extensions.Time.Testing;

namespace AsyncProgramming.Tests.Charts;

public sealed class TimelineRecorderTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_span_lasts_until_it_is_disposed()
    {
        var recorder = new TimelineRecorder(_time);
        _time.Advance(TimeSpan.FromSeconds(1));
        using (recorder.Track("lane", label: "work")) _time.Advance(TimeSpan.FromSeconds(2));
        var span = Assert.Single(recorder.ToTimeline("").Spans);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), (span.Start, span.End));
        Assert.Equal(("lane", "work", SpanState.Running), (span.Lane, span.Label, span.State));
        Assert.Equal($"thread {Environment.CurrentManagedThreadId}", span.Executor);
    }

    [Fact]
    public void A_span_that_is_disposed_twice_is_recorded_once()
    {
        var recorder = new TimelineRecorder(_time);
        var open = recorder.Track("lane");
        open.Dispose();
        open.Dispose();
        Assert.Single(recorder.ToTimeline("").Spans);
    }

    [Theory]
    [InlineData(SpanState.Idle)]
    [InlineData(SpanState.Ready)]
    public void What_waits_without_a_thread_has_no_executor_and_no_processor_time(SpanState state)
    {
        var recorder = new TimelineRecorder(_time);
        recorder.Track("lane", state).Dispose();
        var span = Assert.Single(recorder.ToTimeline("").Spans);
        Assert.Null(span.Executor);
        Assert.Null(span.CpuTime);
    }

    [Fact]
    public void Processor_time_is_known_only_where_the_same_thread_closes_the_span()
    {
        Assert.SkipUnless(ThreadCpuClock.Now.HasValue, "This operating system does not tell a thread's processor time.");
        var recorder = new TimelineRecorder(_time);
        recorder.Track("same").Dispose();
        var open = recorder.Track("other");
        var thread = new Thread(open.Dispose);
        thread.Start();
        thread.Join();
        var spans = recorder.ToTimeline("").Spans;
        Assert.NotNull(spans[0].CpuTime);
        Assert.Null(spans[1].CpuTime);
    }

    [Fact]
    public void Working_costs_processor_time_and_waiting_costs_next_to_none()
    {
        Assert.SkipUnless(ThreadCpuClock.Now.HasValue, "This operating system does not tell a thread's processor time.");
        var working = Measured.Run(() =>
        {
            // Until the thread's own clock has moved far enough: however busy the machine, it cannot take less.
            var start = ThreadCpuClock.Now;
            while (ThreadCpuClock.Now - start < TimeSpan.FromMilliseconds(50)) Thread.SpinWait(100);
            return 0;
        });
        using var never = new ManualResetEventSlim();
        var waiting = Measured.Run(() => never.WaitHandle.WaitOne(200));
        Assert.True(working.CpuTime >= TimeSpan.FromMilliseconds(50));
        Assert.True(waiting.Elapsed >= TimeSpan.FromMilliseconds(150));
        Assert.True(waiting.CpuTime < waiting.Elapsed / 4);
    }

    [Fact]
    public void What_a_worker_process_measured_is_coloured_by_its_process()
    {
        var recorder = new TimelineRecorder();
        var here = Measured.Run(() => 1);
        recorder.Add("here", here, "a");
        recorder.Add("there", here with { ProcessId = Environment.ProcessId + 1 }, "b");
        Assert.Equal(
            [$"thread {Environment.CurrentManagedThreadId}", $"process {Environment.ProcessId + 1}"],
            recorder.ToTimeline("").Spans.Select(span => span.Executor));
    }

    [Fact]
    public async Task Many_threads_may_record_at_once()
    {
        var recorder = new TimelineRecorder();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (var j = 0; j < 500; j++)
            {
                using (recorder.Track($"lane {i}")) recorder.Mark($"lane {i}", "mark");
            }
        })));
        var timeline = recorder.ToTimeline("");
        Assert.Equal((4000, 4000, 8), (timeline.Spans.Count, timeline.Marks.Count, timeline.Lanes.Count));
        Assert.All(timeline.Spans, span => Assert.True(span.End >= span.Start));
    }
}
