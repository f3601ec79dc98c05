namespace AsyncProgramming.Charts;

/// <summary>A stretch of time on a lane of a <see cref="Timeline"/>.</summary>
/// <param name="Lane">The row: a task, a worker, a role.</param>
/// <param name="State">What it did in this time.</param>
/// <param name="Start">When it began, since the timeline's origin.</param>
/// <param name="End">When it ended, since the timeline's origin; not before <paramref name="Start"/>.</param>
/// <param name="Executor">
/// The thread or process that ran it, e.g. <c>thread 12</c> or <c>process 4711</c>; <see langword="null"/> where none did.
/// </param>
/// <param name="Label">A word or two to write on the span.</param>
/// <param name="CpuTime">
/// The processor time that the span's thread used in it, where the operating system told; <see langword="null"/> if not.
/// </param>
public sealed record TimelineSpan(
    string Lane,
    SpanState State,
    TimeSpan Start,
    TimeSpan End,
    string? Executor = null,
    string? Label = null,
    TimeSpan? CpuTime = null)
{
    /// <summary>How long it lasted.</summary>
    public TimeSpan Elapsed => End - Start;
}
