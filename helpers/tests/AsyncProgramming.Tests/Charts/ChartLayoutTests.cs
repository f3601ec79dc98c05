using System.Xml.Linq;
using AsyncProgramming.Charts;
using AsyncProgramming.Charts.Drawing;

namespace AsyncProgramming.Tests.Charts;

public sealed class ChartLayoutTests
{
    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void No_text_lies_on_another(string name)
    {
        var boxes = ChartPicture.Of(ChartSamples.All[name]).Canvas.TextBoxes;
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = i + 1; j < boxes.Count; j++)
            {
                var (a, b) = (boxes[i], boxes[j]);
                var overlap = a.Left < b.Right - 0.5 && b.Left < a.Right - 0.5 && a.Top < b.Bottom - 0.5 && b.Top < a.Bottom - 0.5;
                Assert.False(overlap, $"“{a.Text}” lies on “{b.Text}”: {a}, {b}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void Every_text_is_inside_of_the_card(string name)
    {
        var picture = ChartPicture.Of(ChartSamples.All[name]);
        Assert.All(picture.Canvas.TextBoxes, box =>
        {
            Assert.InRange(box.Left, 2, picture.Canvas.Width);
            Assert.InRange(box.Right, 0, picture.Canvas.Width - 2);
            Assert.InRange(box.Top, 2, picture.Height);
            Assert.InRange(box.Bottom, 0, picture.Height - 2);
        });
    }

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void Every_name_is_there_in_full_at_least_where_one_points_at_it(string name)
    {
        var chart = ChartSamples.All[name];
        var texts = XElement.Parse(ChartPicture.Of(chart).Markup).Value;
        var names = chart switch
        {
            Timeline timeline => timeline.Lanes.Take(TimelineScene.MaxLanes - 1),
            BarChart bars => bars.Categories,
            LineChart lines => lines.Series.Select(series => series.Name),
            _ => [],
        };
        Assert.All(names, each => Assert.Contains(each, texts, StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_is_written_on_its_span_only_where_it_fits()
    {
        var chart = new Timeline(
            "Labels",
            [ChartSamples.Span("lane", 0, 90, label: "long enough"), ChartSamples.Span("lane", 90, 100, label: "too long for this")],
            []);
        var texts = ChartPicture.Of(chart).Canvas.TextBoxes.Select(box => box.Text).ToArray();
        Assert.Contains("long enough", texts);
        Assert.DoesNotContain("too long for this", texts);
    }

    [Fact]
    public void The_legend_names_only_the_states_and_executors_that_occur()
    {
        var chart = new Timeline("Legend", [ChartSamples.Span("lane", 0, 90, SpanState.Blocked)], []);
        var texts = ChartPicture.Of(chart).Canvas.TextBoxes.Select(box => box.Text).ToArray();
        Assert.Contains("blocked", texts);
        Assert.Contains("thread 4", texts);
        Assert.DoesNotContain("running", texts);
        Assert.DoesNotContain("idle", texts);
    }

    [Fact]
    public void Where_colours_come_round_again_each_lane_names_its_executor()
    {
        var texts = ChartPicture.Of(ChartSamples.Lanes(12, 12)).Canvas.TextBoxes.Select(box => box.Text);
        Assert.Contains(texts, text => text.Contains("thread 11", StringComparison.Ordinal));
    }

    [Fact]
    public void Elapsed_and_processor_time_stand_at_the_end_of_each_lane()
    {
        var texts = ChartPicture.Of(new Timeline("Cost", [ChartSamples.Span("lane", 0, 1500, cpu: 20)], []))
            .Canvas.TextBoxes.Select(box => box.Text).ToArray();
        Assert.Contains("elapsed", texts);
        Assert.Contains("CPU", texts);
        Assert.Contains("1.50 s", texts);
        Assert.Contains("20.0 ms", texts);
    }

    [Fact]
    public void Where_each_category_has_one_value_its_bar_stands_in_the_middle()
    {
        var chart = new BarChart(
            "Measured and cited", "bytes", ["a", "b"], [new("here", [10, double.NaN]), new("cited", [double.NaN, 20], Reference: true)]);
        var boxes = ChartPicture.Of(chart).Canvas.TextBoxes;
        foreach (var (name, value) in new[] { ("a", "10"), ("b", "20") })
        {
            // The last of the values: the first may be a tick of the axis.
            var (below, above) = (boxes.Last(box => box.Text == name), boxes.Last(box => box.Text == value));
            Assert.Equal((below.Left + below.Right) / 2, (above.Left + above.Right) / 2, tolerance: 1);
        }

        Assert.DoesNotContain(boxes, box => box.Text == "–");
    }
}
