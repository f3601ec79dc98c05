using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;

namespace AsyncProgramming.Charts.Interactive;

/// <summary>
/// Turns charts into Plotly figures with Plotly.NET, where its renderer lies beside this library. The renderer and all that
/// it needs are loaded into a context of their own: Plotly.NET wants another FSharp.Core than some notebook kernels have
/// loaded already. So only strings pass between the two.
/// </summary>
internal sealed class FigureRenderer
{
    private static readonly Lazy<FigureRenderer?> BesideLibrary = new(() =>
    {
        var library = typeof(FigureRenderer).Assembly.Location;
        return library.Length == 0 ? null : Load(Path.GetDirectoryName(library)!);
    });

    private readonly Func<string, string> _render;

    private FigureRenderer(Func<string, string> render) => _render = render;

    /// <summary>The renderer that was built with this library; <see langword="null"/> where there is none.</summary>
    public static FigureRenderer? Default => BesideLibrary.Value;

    /// <summary>
    /// Loads the renderer from the folder <c>plotly</c> of the library's folder; <see langword="null"/> where it is missing
    /// or cannot be loaded: charts are then pictures only, which is no reason for a lesson to fail.
    /// </summary>
    public static FigureRenderer? Load(string libraryFolder)
    {
        var path = Path.Combine(libraryFolder, "plotly", "AsyncProgramming.Plotly.dll");
        if (!File.Exists(path)) return null;
        try
        {
            return new FigureRenderer(new Context(path).LoadFromAssemblyPath(path)
                .GetType("AsyncProgramming.Plotly.Figure", throwOnError: true)!
                .GetMethod("Render", BindingFlags.Public | BindingFlags.Static)!
                .CreateDelegate<Func<string, string>>());
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>
    /// A chart's figure as JSON: an object with <c>data</c>, <c>layout</c> and <c>config</c>, as plotly.js takes it;
    /// <see langword="null"/> for a chart with nothing in it.
    /// </summary>
    public string? Render(Chart chart) =>
        ChartDataBuilder.Of(chart) is { } data ? _render(JsonSerializer.Serialize(data)) : null;

    private sealed class Context(string path) : AssemblyLoadContext("charts")
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName name) =>
            _resolver.ResolveAssemblyToPath(name) is { } found ? LoadFromAssemblyPath(found) : null;
    }
}
