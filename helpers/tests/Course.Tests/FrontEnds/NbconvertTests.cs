using System.Text.RegularExpressions;
using Browsing;
using Course.Tests.Lessons;
using Jupyter.Documents;

namespace Course.Tests.FrontEnds;

/// <summary>nbconvert runs the lessons with the installed kernel, and makes pages and decks of them.</summary>
[Collection(nameof(Undisturbed))]
public sealed partial class NbconvertTests(LessonRuns runs, Browser browser) : IClassFixture<Browser>
{
    public static TheoryData<string> Lessons => Lesson.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task It_runs_a_lesson_and_shows_all_of_it_on_a_page_and_in_a_deck(string name)
    {
        var committed = Lesson.Named(name).Read();
        var charts = JupyterHome.ChartsOf(committed);
        var executed = runs.Nbconvert.Executed(name);

        Assert.True(charts >= 5);
        Assert.Equal(charts, JupyterHome.ChartsOf(executed));
        Assert.Equal(committed.Cells.Select(KindsOfOutput), executed.Cells.Select(KindsOfOutput));

        var documents = await Task.WhenAll(runs.Nbconvert.ConvertAsync(name, "html", ".html"), runs.Nbconvert.ConvertAsync(name, "slides", ".slides.html"));
        await using var page = await browser.OpenAsync(1280);
        await page.Raw.GotoAsync(new Uri(documents[0]).AbsoluteUri);
        Assert.Equal(charts, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('[data-chart]')].filter(chart => chart.getBoundingClientRect().height > 100).length"));
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 100)"));

        var deck = await File.ReadAllTextAsync(documents[1], TestContext.Current.CancellationToken);
        var places = committed.Cells.GroupBy(cell => (string)cell.Metadata["slideshow"]!["slide_type"]!)
            .ToDictionary(group => group.Key, group => group.Count());
        // A column of slides for each section, whose first slide is in the column as well.
        Assert.Equal((2 * places["slide"]) + places["subslide"], Section().Count(deck));
        Assert.Equal(places["notes"], deck.Split("<aside class=\"notes\">").Length - 1);
        Assert.Equal(charts, deck.Split("data-chart=").Length - 1);
        Assert.DoesNotContain("<summary>Solution</summary>", deck, StringComparison.Ordinal);
    }

    /// <summary>What a cell puts out, without what differs from run to run.</summary>
    private static string KindsOfOutput(Cell cell) => $"{cell.Id}: " + string.Join(", ", cell.Outputs
        .Select(output => output switch
        {
            StreamOutput stream => stream.Name,
            DisplayOutput display => string.Join('+', display.Data.ToJson().Select(item => item.Key).Order(StringComparer.Ordinal)),
            ErrorOutput error => $"error {error.Name}: {error.Value}",
            _ => "?",
        })
        .Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex("<section[ >]")]
    private static partial Regex Section();
}
