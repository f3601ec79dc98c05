namespace AsyncProgramming.Charts;

/// <summary>
/// Who did what, when: spans on lanes over elapsed time. A lane is a task or a worker; a span's colour is the thread or
/// process that ran it, its fill is its <see cref="SpanState"/>. Made by a <see cref="TimelineRecorder"/>.
/// </summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Spans">The spans, in the order in which they were recorded.</param>
/// <param name="Marks">Moments without a duration.</param>
public sealed record Timeline(string Title, IReadOnlyList<TimelineSpan> Spans, IReadOnlyList<TimelineMark> Marks)
    : Chart(Title)
{
    /// <summary>The names of the lanes, from top to bottom: in the order of their first appearance.</summary>
    public IReadOnlyList<string> Lanes { get; init; } =
        [.. Spans.Select(span => span.Lane).Concat(Marks.Select(mark => mark.Lane)).Distinct()];

    /// <inheritdoc/>
    public override string Describe() => ChartDescription.Of(this);
}
