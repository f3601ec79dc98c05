using System.Net;
using Course.Pages;

namespace Course.Tests.Serving;

/// <summary>Files, frames and scripts that lessons' pages ask for, over real connections.</summary>
public sealed class ContentEndpointsTests : IDisposable
{
    private readonly NotebookFolder _folder = new();

    public ContentEndpointsTests()
    {
        Directory.CreateDirectory(_folder.File("notebooks"));
        File.WriteAllText(_folder.File("secret.txt"), "secret");
        File.WriteAllText(_folder.File("notebooks/page.html"), "<script>1</script>");
        File.WriteAllText(_folder.File("notebooks/p.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_of_the_folder_are_shown_and_never_run()
    {
        await using var course = await ServedCourse.StartAsync(_folder.File("notebooks"));
        using var page = await course.Client.GetAsync("/files/0/page.html", TestContext.Current.CancellationToken);
        Assert.Equal("text/plain", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("sandbox", string.Concat(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using var picture = await course.Client.GetAsync("/files/0/p.svg", TestContext.Current.CancellationToken);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/files/0/../secret.txt")]
    [InlineData("/files/0/..%2fsecret.txt")]
    [InlineData("/files/0/%2e%2e/secret.txt")]
    [InlineData("/files/0/..%5csecret.txt")]
    [InlineData("/files/0//etc/passwd")]
    [InlineData("/files/0/%2fetc%2fpasswd")]
    [InlineData("/files/1/parallel.svg")]
    [InlineData("/files/")]
    [InlineData("/files/0/page.html%00.svg")]
    [InlineData("/frames/none")]
    public async Task Nothing_outside_the_folder_is_read(string path)
    {
        await using var course = await ServedCourse.StartAsync(_folder.File("notebooks"));
        var status = await course.GetAsync(path);
        Assert.True(status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{status}");
    }

    [Fact]
    public async Task The_courses_diagrams_and_its_scripts_for_charts_are_there()
    {
        await using var course = await ServedCourse.StartAsync();
        foreach (var path in new[] { "/files/1/parallel.svg", "/charts/chart.css", "/fragments.js", "/fragments.css", "/charts/interactive.js", "/charts/plotly.min.js" })
            Assert.NotEmpty(await course.Client.GetByteArrayAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, await course.GetAsync("/files/0/../../README.md"));
    }

    [Fact]
    public void A_frame_is_found_by_the_name_that_its_content_gives_it()
    {
        var frames = new FrameStore();
        var name = frames.Add("one");
        Assert.Equal(name, frames.Add("one"));
        Assert.NotEqual(name, frames.Add("two"));
        Assert.Equal("one", frames.Find(name));
        Assert.Null(frames.Find("one"));
    }
}
