using System.Collections.Immutable;
using Jupyter.Documents;

namespace Course.Lessons;

/// <summary>A cell of a lesson, as it is in the notebook's file.</summary>
/// <param name="Id">Its name within the lesson, fit for a URL; stays the same when cells are moved.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Source">Its code or prose.</param>
public sealed record LessonCell(string Id, CellKind Kind, string Source)
{
    /// <summary>Its anchor on the page.</summary>
    public string Anchor => "cell-" + Id;

    /// <summary>Of code that does something, its place among all such cells, from 1.</summary>
    public int? Number { get; init; }

    /// <summary>Of prose, its headings.</summary>
    public IReadOnlyList<Heading> Headings { get; init; } = [];

    /// <summary>The committed outputs.</summary>
    public IReadOnlyList<Output> Outputs { get; init; } = [];

    /// <summary>The number of the execution that made the outputs.</summary>
    public int? ExecutionCount { get; init; }

    /// <summary>Its place in a deck of slides: Jupyter's <c>slideshow.slide_type</c>.</summary>
    public string? Slide { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Pictures that are attached to its prose, by name, as data URIs.</summary>
    public IReadOnlyDictionary<string, string> Pictures { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether it may fail: that is what it shows.</summary>
    public bool MayFail => Tags.Contains("raises-exception");
}
