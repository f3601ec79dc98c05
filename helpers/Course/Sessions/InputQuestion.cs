namespace Course.Sessions;

/// <summary>A question that running code has put to the reader: <c>Console.ReadLine</c> and its like.</summary>
/// <param name="cell">The cell that asks.</param>
/// <param name="prompt">What it says; may be empty.</param>
/// <param name="isPassword">Whether the answer must not be seen.</param>
internal sealed class InputQuestion(SessionCell cell, string prompt, bool isPassword)
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The cell that asks.</summary>
    public SessionCell Cell { get; } = cell;

    /// <summary>What it says; may be empty.</summary>
    public string Prompt { get; } = prompt;

    /// <summary>Whether the answer must not be seen.</summary>
    public bool IsPassword { get; } = isPassword;

    internal Task<string> Answered => _answer.Task;

    /// <summary>Answers; of several answers, in two tabs, the first counts.</summary>
    public void Answer(string text) => _answer.TrySetResult(text);

    /// <summary>Nobody waits for the answer any more.</summary>
    internal void Withdraw() => _answer.TrySetCanceled();
}
