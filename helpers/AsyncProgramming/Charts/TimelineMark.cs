namespace AsyncProgramming.Charts;

/// <summary>A moment on a lane of a <see cref="Timeline"/>: a request sent, a notification received, a call made.</summary>
/// <param name="Lane">The row.</param>
/// <param name="At">When, since the timeline's origin.</param>
/// <param name="Label">A word or two to write beside it.</param>
public sealed record TimelineMark(string Lane, TimeSpan At, string Label);
