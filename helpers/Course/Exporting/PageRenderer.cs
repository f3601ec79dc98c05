using Course.Components;
using Course.Lessons;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace Course.Exporting;

/// <summary>Renders a page of the course, by the components that serve it too, without a server.</summary>
internal static class PageRenderer
{
    /// <summary>What routes are relative to. Nothing is there.</summary>
    private const string Base = "http://course.invalid/";

    /// <summary>The page's document.</summary>
    /// <param name="path">The page's path, as the server knows it.</param>
    /// <param name="site">The set of pages that it is part of.</param>
    /// <param name="catalog">The lessons.</param>
    public static async Task<string> RenderAsync(string path, Site site, LessonCatalog catalog)
    {
        var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddLogging()
            .AddSingleton<NavigationManager>(new FixedPlace(path))
            .AddSingleton<INavigationInterception, Nowhere>()
            .AddSingleton<IScrollToLocationHash, Nowhere>()
            .AddSingleton<IJSRuntime, Nowhere>()
            .AddCoursePages(site, catalog);
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CoursePage>()).ToHtmlString());
    }

    private sealed class FixedPlace : NavigationManager
    {
        public FixedPlace(string path) => Initialize(Base, Base + path);
    }

    /// <summary>What only a browser has.</summary>
    private sealed class Nowhere : INavigationInterception, IScrollToLocationHash, IJSRuntime
    {
        public Task EnableNavigationInterceptionAsync() => Task.CompletedTask;

        public Task RefreshScrollPositionForHash(string locationAbsolute) => Task.CompletedTask;

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new NotSupportedException("Files have no script that a server could call.");

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);
    }
}
