namespace AsyncProgramming.Blocking;

/// <summary>What a <see cref="SlowCall"/> brought back, and what the program did meanwhile.</summary>
/// <param name="Answers">The server's answers, in the order of their arrival.</param>
/// <param name="Polls">How often the program asked the operating system in vain whether the answer was there.</param>
/// <param name="PiecesOfWork">How many pieces of other work it finished while it waited.</param>
public sealed record SlowCallResult(IReadOnlyList<string> Answers, int Polls = 0, int PiecesOfWork = 0);
