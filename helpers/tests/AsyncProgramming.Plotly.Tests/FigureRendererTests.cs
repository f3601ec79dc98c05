using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using System.Security.Cryptography;
using AsyncProgramming.Charts;
using AsyncProgramming.Charts.Interactive;
using AsyncProgramming.Tests.Charts;

namespace AsyncProgramming.Plotly.Tests;

public sealed class FigureRendererTests
{
    [Fact]
    public void It_works_where_another_version_of_its_dependencies_is_loaded_already()
    {
        // As in a notebook kernel that is itself written in F#, for an older version.
        foreach (var (name, version) in new[] { ("FSharp.Core", new Version(10, 0, 0, 0)), ("Newtonsoft.Json", new Version(9, 0, 0, 0)) })
        {
            var other = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = version }, typeof(object).Assembly);
            other.DefineDynamicModule(name);
            using var image = new MemoryStream();
            other.Save(image);
            image.Position = 0;
            AssemblyLoadContext.Default.LoadFromStream(image);
        }

        var renderer = FigureRenderer.Load(Library.Folder);
        Assert.NotNull(renderer?.Render(ChartSamples.All["pool"]));
        Assert.Contains(
            AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName() is { Name: "FSharp.Core", Version.Minor: 0 });
    }

    [Fact]
    public void Without_the_renderer_a_chart_is_its_picture()
    {
        Assert.Null(FigureRenderer.Load(Path.Combine(Library.Folder, "nowhere")));
        var html = ChartHtml.Of(ChartSamples.All["pool"], null);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_the_renderer_leaves_the_picture()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "plotly"));
            File.WriteAllText(Path.Combine(folder.FullName, "plotly", "AsyncProgramming.Plotly.dll"), "no assembly");
            Assert.Null(FigureRenderer.Load(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void Nothing_in_a_figure_ends_its_script_element(string name)
    {
        var html = ChartHtml.Of(ChartSamples.All[name], Library.Renderer);
        var begin = html.IndexOf("<script type=\"application/json\">", StringComparison.Ordinal);
        if (begin < 0) return;
        var json = html[(begin + 32)..html.IndexOf("</script>", begin, StringComparison.Ordinal)];
        Assert.DoesNotContain('<', json);
        Assert.Equal(Library.Renderer.Render(ChartSamples.All[name]), json.Replace("\\u003c", "<", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ChartSamples.Names), MemberType = typeof(ChartSamples))]
    public void Picture_and_figure_together_stay_small(string name) =>
        Assert.InRange(ChartHtml.Of(ChartSamples.All[name], Library.Renderer).Length, 1, 60_000);

    [Fact]
    public void The_copy_of_plotly_js_is_the_file_that_a_browser_would_check_for()
    {
        using var script = File.OpenRead(Library.Script);
        Assert.Equal(Charts.Interactive.Plotly.Integrity, "sha384-" + Convert.ToBase64String(SHA384.HashData(script)));
    }
}
