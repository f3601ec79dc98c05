namespace AsyncProgramming.EventLoops;

/// <summary>Something that went wrong on an <see cref="EventLoop"/> and that nobody awaits.</summary>
/// <param name="Message">What happened, with the name of the callback, as a sentence.</param>
/// <param name="Exception">What a callback has thrown; <see langword="null"/> for the warning that one was slow.</param>
public sealed record EventLoopProblem(string Message, Exception? Exception = null)
{
    /// <summary>The message, and the exception with its stack where there is one.</summary>
    public override string ToString() => Exception is null ? Message : $"{Message}{Environment.NewLine}{Exception}";
}
