using AsyncProgramming.Charts;

namespace AsyncProgramming.Tests.Charts;

public sealed class ChartDescriptionTests
{
    [Fact]
    public void A_timeline_says_what_each_lane_did_on_which_thread_at_what_cost()
    {
        var words = ChartSamples.All["states"].Describe();
        Assert.Contains("Timeline of 2 lanes over 1.00 s.", words, StringComparison.Ordinal);
        Assert.Contains(
            "all: running 250 ms on thread 4, ready 250 ms on thread 4, blocked 250 ms on thread 4, idle 250 ms on thread 4, CPU 240 ms, from 0 to 1.00 s.",
            words,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeline_says_who_ran_at_the_same_time()
    {
        Assert.EndsWith("At most 2 lanes were running at the same time: worker 1; worker 2.", ChartSamples.All["pool"].Describe(), StringComparison.Ordinal);
        Assert.EndsWith("No two lanes were running at the same time.", ChartSamples.Turns(9).Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_processor_time_of_a_span_within_another_is_not_counted_twice()
    {
        var chart = new Timeline(
            "Nested",
            [ChartSamples.Span("lane", 10, 20, cpu: 9), ChartSamples.Span("lane", 0, 30, cpu: 25), ChartSamples.Span("lane", 30, 40, cpu: 7)],
            []);
        Assert.Contains("CPU 32.0 ms", chart.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_say_every_value_and_the_extremes()
    {
        var words = ChartSamples.All["pair of bars"].Describe();
        Assert.Contains("5 threads: 0.907 (the original's Python), 0.27 (this machine)", words, StringComparison.Ordinal);
        Assert.Contains("this machine, lowest: 5 threads 0.27; highest: sequential 1.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_say_where_they_begin_and_end_and_their_extremes() => Assert.Contains(
        "measured: from 10.1 at 1 to 40 at 8; lowest 10.1 at 1, highest 40 at 8.",
        ChartSamples.All["measured and expected"].Describe(),
        StringComparison.Ordinal);

    [Fact]
    public void Many_lanes_are_summed_up() => Assert.Contains(
        "… and 84 more lanes.", ChartSamples.All["a hundred lanes"].Describe(), StringComparison.Ordinal);
}
