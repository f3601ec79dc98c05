using AsyncProgramming.Blocking;
using AsyncProgramming.Charts;

namespace AsyncProgramming.Tests.Blocking;

public sealed class SlowCallTests : IAsyncLifetime
{
    private const string Tea = "50 tea";
    private readonly TimelineRecorder _recorder = new();
    private SlowServer _server = null!;

    public static TheoryData<string> Ways => [.. AllWays.Keys];

    private static Dictionary<string, Func<SlowServer, string, TimelineRecorder, Measured<SlowCallResult>>> AllWays { get; } =
        new()
        {
            ["synchronous blocking"] = SlowCall.SyncBlocking,
            ["synchronous non-blocking"] = (server, request, recorder) =>
                SlowCall.SyncNonBlocking(server, request, recorder, () => Workload.Run(1_000)),
            ["synchronous non-blocking without work"] = (server, request, recorder) =>
                SlowCall.SyncNonBlocking(server, request, recorder),
            ["asynchronous blocking"] = SlowCall.AsyncBlocking,
            ["asynchronous non-blocking"] = (server, request, recorder) =>
                SlowCall.AsyncNonBlocking(server, request, recorder, () => Workload.Run(1_000)),
            ["readiness"] = (server, request, recorder) => SlowCall.Readiness(server, [request], recorder),
        };

    public ValueTask InitializeAsync()
    {
        _server = SlowServer.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_way_brings_back_the_answer_and_not_before_its_delay(string way)
    {
        var call = AllWays[way](_server, Tea, _recorder);
        Assert.Equal(["tea"], call.Value.Answers);
        // A delay may end early by the resolution of the timer behind it, which is some 15 ms on Windows.
        Assert.True(call.Elapsed > TimeSpan.FromMilliseconds(50 - 16), $"{call.Elapsed}");
        Assert.Equal(Environment.CurrentManagedThreadId, call.ThreadId);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_way_brings_back_an_answer_longer_than_a_buffer(string way)
    {
        var text = new string('茶', 1_000);
        Assert.Equal([text], AllWays[way](_server, $"1 {text}", _recorder).Value.Answers);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_way_fails_when_the_server_closes_instead_of_answering(string way)
    {
        var calling = Task.Run(
            () => AllWays[way](_server, "3600000 never", _recorder), TestContext.Current.CancellationToken);
        while (_server.Requests == 0) await Task.Yield();
        await _server.DisposeAsync();
        await Assert.ThrowsAsync<EndOfStreamException>(() => calling);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_way_works_on_a_thread_whose_synchronization_context_runs_nothing(string way)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new BusyContext());
        try
        {
            Assert.Equal(["tea"], AllWays[way](_server, Tea, _recorder).Value.Answers);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Theory]
    [InlineData("synchronous blocking", "Receive")]
    [InlineData("asynchronous blocking", "Wait")]
    [InlineData("readiness", "Select")]
    public void A_blocking_way_is_blocked_all_the_time(string way, string label)
    {
        var call = AllWays[way](_server, Tea, _recorder);
        var span = Assert.Single(_recorder.ToTimeline("").Spans);
        Assert.Equal((SlowCall.Lane, SpanState.Blocked, label), (span.Lane, span.State, span.Label));
        Assert.Equal((0, 0), (call.Value.Polls, call.Value.PiecesOfWork));
    }

    [Theory]
    [InlineData("synchronous blocking")]
    [InlineData("asynchronous blocking")]
    [InlineData("readiness")]
    public void A_blocked_thread_uses_hardly_any_processor_time_and_a_polling_one_does(string way)
    {
        // The first call of its kind spends processor time on being compiled.
        AllWays[way](_server, "1 warm-up", new TimelineRecorder());
        var blocked = AllWays[way](_server, "200 tea", _recorder);
        var polling = SlowCall.SyncNonBlocking(_server, "200 tea", new TimelineRecorder());
        Assert.True(blocked.CpuTime < blocked.Elapsed / 4, $"{blocked.CpuTime} of {blocked.Elapsed}");
        Assert.True(polling.CpuTime > blocked.CpuTime, $"{polling.CpuTime}, {blocked.CpuTime}");
        Assert.True(_recorder.ToTimeline("").Spans.Single().CpuTime <= blocked.CpuTime);
    }

    [Fact]
    public void Polling_between_pieces_of_work_counts_both_and_records_each()
    {
        var pieces = 0;
        var call = SlowCall.SyncNonBlocking(_server, Tea, _recorder, () => pieces++);
        var timeline = _recorder.ToTimeline("");
        Assert.True(pieces > 0);
        Assert.Equal(pieces, call.Value.PiecesOfWork);
        Assert.Equal(pieces, call.Value.Polls);
        Assert.Equal(pieces, timeline.Spans.Count(span => span is { State: SpanState.Running, Label: "work" }));
        Assert.Equal(pieces, timeline.Marks.Count(mark => mark.Label == "poll"));
    }

    [Fact]
    public void Polling_without_other_work_is_one_long_running_span()
    {
        var call = SlowCall.SyncNonBlocking(_server, Tea, _recorder);
        Assert.True(call.Value.Polls > 0);
        Assert.Equal(0, call.Value.PiecesOfWork);
        Assert.Equal(SpanState.Running, Assert.Single(_recorder.ToTimeline("").Spans).State);
    }

    [Fact]
    public async Task Completion_is_announced_while_the_thread_works_and_needs_no_poll()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var time = new AnnouncingTimeProvider();
        await using var server = SlowServer.Start(time: time);
        var answered = false;
        // The server answers during the first piece of work, which lasts until the announcement has come.
        void Work()
        {
            if (!answered)
            {
                time.TimerCreated(cancellation).Wait(cancellation);
                time.Advance(TimeSpan.FromHours(1));
                answered = true;
            }

            SpinWait.SpinUntil(() => _recorder.ToTimeline("").Marks.Count > 0);
        }

        var call = SlowCall.AsyncNonBlocking(server, "3600000 tea", _recorder, Work);
        var timeline = _recorder.ToTimeline("");
        Assert.Equal(["tea"], call.Value.Answers);
        Assert.Equal(0, call.Value.Polls);
        Assert.Equal(call.Value.PiecesOfWork, timeline.Spans.Count);
        var announced = Assert.Single(timeline.Marks);
        Assert.Equal("announced", announced.Label);
        Assert.InRange(announced.At, timeline.Spans[0].Start, timeline.Spans[0].End);
    }

    [Fact]
    public async Task Readiness_waits_for_many_sockets_on_one_thread_and_takes_the_first_that_is_ready()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var time = new AnnouncingTimeProvider();
        await using var server = SlowServer.Start(time: time);
        var calling = Task.Run(
            () => SlowCall.Readiness(server, ["400 last", "100 first", "200 second"], _recorder), cancellation);
        for (var i = 0; i < 3; i++) await time.TimerCreated(cancellation);
        for (var answered = 0; answered < 3; answered++)
        {
            while (_recorder.ToTimeline("").Marks.Count < answered) await Task.Yield();
            time.Advance(TimeSpan.FromMilliseconds(answered == 2 ? 200 : 100));
        }

        Assert.Equal(["first", "second", "last"], (await calling).Value.Answers);
        var timeline = _recorder.ToTimeline("");
        Assert.Equal(3, timeline.Spans.Count);
        Assert.Single(timeline.Spans.Select(span => span.Executor).Distinct());
        Assert.Equal(["first", "second", "last"], timeline.Marks.Select(mark => mark.Label));
    }

    [Fact]
    public void Work_that_throws_ends_the_call_with_its_own_exception()
    {
        static void Fail() => throw new InvalidTimeZoneException();
        Assert.Throws<InvalidTimeZoneException>(() => SlowCall.SyncNonBlocking(_server, Tea, _recorder, Fail));
        Assert.Throws<InvalidTimeZoneException>(() => SlowCall.AsyncNonBlocking(_server, Tea, _recorder, Fail));
    }

    /// <summary>The context of a thread that is busy for ever: what is posted to it never runs.</summary>
    private sealed class BusyContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
