namespace CSharpKernel.Language.Intelligence;

/// <summary>A cell that is being typed.</summary>
/// <param name="Code">Its text.</param>
internal sealed record CellDraft(string Code)
{
    /// <summary>
    /// The cells above it that have not run yet, the first one first: what they declare is known nevertheless, as if they had.
    /// </summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    public static implicit operator CellDraft(string code) => new(code);
}
