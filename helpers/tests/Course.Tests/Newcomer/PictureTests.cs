using Browsing;
using Microsoft.Playwright;

namespace Course.Tests.Newcomer;

/// <summary>The pictures of README, taken anew on demand: what is in them was run for them.</summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    private const int MostBytes = 150_000;
    private const int Margin = 16;

    private static string Folder => Path.Combine(Repository.Root, "assets", "pictures");

    [Fact(Explicit = true)]
    public async Task Pictures_for_the_readme()
    {
        Directory.CreateDirectory(Folder);
        await using var course = await OpenedCourse.StartAsync();
        await using (var reader = await ReaderTab.FollowAsync(browser, course.Link))
        {
            await SizeAsync(reader, 1280, 840);
            await TakeAsync(reader, "contents");
            await reader.GoAsync("02-coroutines");
            foreach (var cell in new[] { "setup", "requests-synchronous", "requests-asynchronous", "requests-answer" }) await reader.RunAsync(cell);
            var chart = reader.Output("requests-asynchronous").Locator("figure.async-chart");
            await chart.ScrollIntoViewIfNeededAsync();
            await ReaderTab.UntilVisibleAsync(chart.Locator(".ac-live .main-svg").First);
            await reader.Cell("requests-asynchronous").EvaluateAsync("cell => cell.scrollIntoView({ behavior: 'instant' })");
            await reader.Page.Mouse.MoveAsync(0, 0);
            await TakeAsync(reader, "lesson");
            await TakeAsync(chart, "chart");

            await reader.WriteAsync("requests-answer", "var replies = new Dictionary<string, int> { [\"tea\"] = 200, [\"rice\"] = 204 };\nConsole.WriteLine(replies[\"tea\"]);\nConsole.WriteLine(replies[\"soup\"]);");
            await reader.PressAsync("Control+Enter");
            await reader.UntilAsync("requests-answer", "failed");
            await reader.PressAsync("Escape");
            await reader.Page.Mouse.MoveAsync(0, 0);
            await TakeWithMarginAsync(reader, reader.Cell("requests-answer"), "error");

            await SizeAsync(reader, 1280, 720);
            await reader.Cell("requests-asynchronous").FocusAsync();
            await reader.PressAsync("p");
            await ReaderTab.UntilVisibleAsync(reader.Find(".presenter"));
            await ReaderTab.UntilVisibleAsync(chart.Locator(".ac-live .main-svg").First);
            await reader.PressAsync("ArrowRight"); // The rest of the slide: its chart.
            await TakeAsync(reader, "presenter");
        }

        await using var telephone = await ReaderTab.FollowAsync(browser, course.Link, width: 390);
        await SizeAsync(telephone, 390, 780);
        await telephone.GoAsync("02-coroutines");
        await telephone.Cell("requests-asynchronous").EvaluateAsync("cell => cell.scrollIntoView({ behavior: 'instant' })");
        await TakeAsync(telephone, "telephone");
    }

    private static Task SizeAsync(ReaderTab reader, int width, int height) => reader.Page.SetViewportSizeAsync(width, height);

    private static async Task TakeAsync(ReaderTab reader, string name)
    {
        await reader.Page.ScreenshotAsync(new() { Path = FileOf(name), Type = ScreenshotType.Jpeg, Quality = 82, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Check(name);
    }

    /// <summary>What can be done with a cell stands on its edge.</summary>
    private static async Task TakeWithMarginAsync(ReaderTab reader, ILocator part, string name)
    {
        await part.EvaluateAsync("part => part.scrollIntoView({ behavior: 'instant', block: 'center' })");
        var box = (await part.BoundingBoxAsync())!;
        var clip = new Clip { X = box.X - Margin, Y = box.Y - Margin, Width = box.Width + (2 * Margin), Height = box.Height + (2 * Margin) };
        await reader.Page.ScreenshotAsync(new() { Path = FileOf(name), Clip = clip, Type = ScreenshotType.Jpeg, Quality = 82, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Check(name);
    }

    private static async Task TakeAsync(ILocator part, string name)
    {
        await part.ScreenshotAsync(new() { Path = FileOf(name), Type = ScreenshotType.Jpeg, Quality = 82, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Check(name);
    }

    private static string FileOf(string name) => Path.Combine(Folder, name + ".jpg");

    /// <summary>They come with every clone.</summary>
    private static void Check(string name) => Assert.InRange(new FileInfo(FileOf(name)).Length, 1_000, MostBytes);
}
