using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Browsing;

/// <summary>A page that remembers what went wrong on it.</summary>
public sealed class Page : IAsyncDisposable
{
    private readonly IPage _page;

    public Page(IPage page)
    {
        _page = page;
        page.Request += (_, request) => Requests.Add(request.Url);
        page.PageError += (_, error) => Problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Problems.Add($"{message.Text} {message.Location}");
        };
    }

    /// <summary>What it asked the network for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The errors and warnings that it reported.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What else there is to do with it.</summary>
    public IPage Raw => _page;

    /// <summary>Shows HTML.</summary>
    public Task ShowAsync(string body, string head = "", string bodyAttributes = "") =>
        _page.SetContentAsync($"<!doctype html><meta charset=utf-8>{head}<body {bodyAttributes}>{body}</body>");

    /// <summary>Evaluates an expression.</summary>
    public Task<T> EvaluateAsync<T>(string expression) => _page.EvaluateAsync<T>(expression);

    /// <summary>Waits until there is something visible that matches a selector.</summary>
    public Task UntilVisibleAsync(string selector) => _page.Locator(selector).First.WaitForAsync();

    /// <summary>
    /// Waits until its address ends so. It looks again and again: Playwright's own <c>WaitForURLAsync</c> looks once and then waits
    /// for an event, and what happens between the two is lost on it.
    /// </summary>
    public Task UntilAtAsync(string end) => Expect(_page).ToHaveURLAsync(new Regex(Regex.Escape(end) + "$"));

    /// <summary>Whether what matches a selector can be seen.</summary>
    public Task<bool> SeesAsync(string selector) => _page.Locator(selector).First.IsVisibleAsync();

    /// <summary>Adds a script to the page.</summary>
    public Task AddScriptAsync(string file) => _page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = file });

    public async ValueTask DisposeAsync() => await _page.CloseAsync();
}
