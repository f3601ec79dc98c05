using AsyncProgramming.Charts;
using AsyncProgramming.Charts.Drawing;
using static AsyncProgramming.Tests.Charts.ChartSamples;

namespace AsyncProgramming.Tests.Charts;

public sealed class TimelineSceneTests
{
    [Fact]
    public void Spans_that_follow_each_other_share_a_row()
    {
        var scene = Scene(Span("lane", 0, 10), Span("lane", 10, 20, executor: "thread 2"));
        Assert.Equal(1, scene.Lanes[0].Rows);
    }

    [Fact]
    public void Spans_that_overlap_get_rows_of_their_own()
    {
        var scene = Scene(Span("lane", 0, 10), Span("lane", 5, 20, executor: "thread 2"), Span("next", 0, 1));
        Assert.Equal(2, scene.Lanes[0].Rows);
        Assert.Equal(2, scene.Lanes[1].FirstRow);
    }

    [Fact]
    public void A_span_inside_another_of_the_same_thread_is_drawn_on_it_whatever_the_order_of_recording()
    {
        var scene = Scene(Span("lane", 5, 8, SpanState.Blocked), Span("lane", 0, 10));
        Assert.Equal(1, scene.Lanes[0].Rows);
        Assert.Equal([SpanState.Running, SpanState.Blocked], scene.Spans.Select(span => span.State));
        Assert.Equal([0, 1], scene.Spans.Select(span => span.Depth));
    }

    [Fact]
    public void What_another_thread_does_meanwhile_is_not_hidden() =>
        Assert.Equal(2, Scene(Span("lane", 0, 10), Span("lane", 5, 8, executor: "thread 2")).Lanes[0].Rows);

    [Fact]
    public void Thousands_of_spans_become_hundreds_that_take_the_same_share_of_the_time()
    {
        var timeline = Turns(6000);
        var scene = TimelineScene.Of(timeline);
        Assert.InRange(scene.Spans.Count, 1, TimelineScene.MaxSpans);
        Assert.Equal(6000, scene.Spans.Sum(span => span.Count));
        var busy = timeline.Spans.Sum(span => span.Elapsed.TotalSeconds);
        Assert.Equal(busy, scene.Spans.Sum(span => (span.End - span.Start) * span.Share), busy / 100);
    }

    [Fact]
    public void A_long_span_among_thousands_keeps_its_label()
    {
        var scene = TimelineScene.Of(new Timeline("Long", [.. Turns(3000).Spans, Span("coroutine 0", 300, 900, label: "slow")], []));
        Assert.Contains(scene.Spans, span => span is { Label: "slow", Count: 1 });
    }

    [Fact]
    public void Executors_are_counted_from_the_first_lane_to_the_last_whatever_the_order_of_recording()
    {
        var spans = new[] { Span("b", 5, 9, executor: "second"), Span("a", 6, 8, executor: "first") };
        var scene = TimelineScene.Of(new Timeline("Order", spans, []) { Lanes = ["a", "b"] });
        Assert.Equal(["first", "second"], scene.Executors);
    }

    [Fact]
    public void Time_before_the_experiment_is_left_out()
    {
        Assert.Equal(60, Scene(Span("lane", 60_000, 60_100)).Start, 6);
        Assert.Equal(0, Scene(Span("lane", 15, 100)).Start, 6);
    }

    private static TimelineScene Scene(params TimelineSpan[] spans) => TimelineScene.Of(new Timeline("Scene", spans, []));
}
