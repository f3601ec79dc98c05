namespace AsyncProgramming.Charts.Interactive;

/// <summary>The plotly.js that Plotly.NET makes its figures for, and where a reader who asks for it gets it.</summary>
internal static class Plotly
{
    /// <summary>Its address at a content delivery network that serves npm's packages.</summary>
    public const string Source = "https://cdn.jsdelivr.net/npm/plotly.js-dist-min@2.28.0/plotly.min.js";

    /// <summary>What a browser checks it by; the copy in the Plotly.NET package is the same file.</summary>
    public const string Integrity = "sha384-53bFwj3AXyrFzPyqXWI5rZuuEa3GbWeuLmgC04XqmiE7CairskQMPvcdXh+OLuir";
}
