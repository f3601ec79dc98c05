using System.Net;

namespace Course.Tests.Serving;

/// <summary>What the server lets in, over real connections.</summary>
public class RequestGuardTests
{
    /// <summary>Of each kind that it serves: pages, sockets, the framework's and packages' files, its own.</summary>
    public static TheoryData<string> Paths =>
        ["/", "/lessons/01-parallelism-and-concurrency", "/_blazor/negotiate", "/_framework/blazor.web.js", "/_content/BlazorMonaco/jsInterop.js", "/course.css", "/no-such-thing"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_request_without_the_cookie_is_refused(string path)
    {
        await using var course = await ServedCourse.StartAsync(letIn: false);

        Assert.Equal(HttpStatusCode.Unauthorized, await course.GetAsync(path));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_request_under_a_foreign_name_is_refused(string path)
    {
        await using var course = await ServedCourse.StartAsync();

        Assert.Equal(HttpStatusCode.MisdirectedRequest, await course.GetAsync(path, ("Host", $"evil.example:{course.Server.Address.Port}")));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await course.GetAsync(path, ("Host", "127.0.0.1:1")));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_request_from_another_page_is_refused(string path)
    {
        await using var course = await ServedCourse.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await course.GetAsync(path, ("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await course.GetAsync(path, ("Origin", "null")));
        Assert.Equal(HttpStatusCode.Forbidden, await course.GetAsync(path, ("Origin", $"http://127.0.0.1:{course.Server.Address.Port + 1}")));
    }

    [Fact]
    public async Task A_request_with_the_cookie_from_the_page_itself_is_let_in()
    {
        await using var course = await ServedCourse.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await course.GetAsync("/", ("Origin", course.Server.Address.GetLeftPart(UriPartial.Authority))));
        Assert.Equal(HttpStatusCode.OK, await course.GetAsync("/", ("Host", $"localhost:{course.Server.Address.Port}")));
    }

    [Fact]
    public async Task A_wrong_token_gives_no_cookie()
    {
        await using var course = await ServedCourse.StartAsync(letIn: false);

        Assert.Equal(HttpStatusCode.Unauthorized, await course.GetAsync("/?token=wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await course.GetAsync("/"));
    }

    [Fact]
    public async Task A_ticket_opens_the_page_once()
    {
        await using var course = await ServedCourse.StartAsync(letIn: false);
        var ticket = course.Server.Keys.IssueTicket();

        Assert.Equal(HttpStatusCode.OK, await course.GetAsync($"/?token={ticket}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await course.GetAsync($"/?token={ticket}"));
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_only_and_out_of_reach_of_scripts()
    {
        await using var course = await ServedCourse.StartAsync(letIn: false);

        using var response = await course.Client.GetAsync($"/?token={course.Server.Keys.Token}", TestContext.Current.CancellationToken);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/?token={0}", "url=/evil.example/")]
    [InlineData("/lessons/x?token={0}&to=1", "url=/lessons/x?to=1")]
    public async Task From_a_link_one_goes_on_within_the_page(string link, string target)
    {
        await using var course = await ServedCourse.StartAsync(letIn: false);
        var uri = new Uri(course.Server.Address.GetLeftPart(UriPartial.Authority) + string.Format(null, link, course.Server.Keys.Token));

        using var response = await course.Client.GetAsync(uri, TestContext.Current.CancellationToken);

        Assert.Contains($"{target}\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_forbids_inline_script()
    {
        await using var course = await ServedCourse.StartAsync();

        foreach (var path in Paths)
        {
            using var response = await course.Client.GetAsync(path.Data, TestContext.Current.CancellationToken);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        }
    }

    /// <summary>Under a stricter policy, Firefox sends what a closing tab says with no origin, and it is refused: the tab is kept for minutes.</summary>
    [Fact]
    public async Task A_closing_tab_may_say_that_it_is_of_this_site()
    {
        await using var course = await ServedCourse.StartAsync();

        using var response = await course.Client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }
}
