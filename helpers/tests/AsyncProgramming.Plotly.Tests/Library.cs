using System.Reflection;
using AsyncProgramming.Charts.Interactive;

namespace AsyncProgramming.Plotly.Tests;

/// <summary>What the build has put where notebooks find it.</summary>
internal static class Library
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = typeof(Library).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "LibraryPath").Value!;

    /// <summary>The copy of plotly.js.</summary>
    public static string Script => Path.Combine(Folder, "plotly", "plotly.min.js");

    /// <summary>The renderer.</summary>
    public static FigureRenderer Renderer { get; } =
        FigureRenderer.Load(Folder) ?? throw new InvalidOperationException("The renderer cannot be loaded.");
}
