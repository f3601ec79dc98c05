using Microsoft.CodeAnalysis;

namespace CSharpKernel.Language.Intelligence;

/// <summary>
/// Compiles cells that are being typed. Those above them that are yet to run stay compiled, since the reader types many letters
/// below the same ones; what would not run is left out. Safe to use from any thread.
/// </summary>
internal sealed class CellPreviews(SubmissionChain chain)
{
    private readonly PreviewReferences _references = new(chain.Resolver);
    private readonly SourceResolver _sources = new();
    private readonly Lock _lock = new();
    private readonly List<(string Cell, CellPreview Preview)> _compiled = [];
    private EmptyCell? _next;

    /// <summary>What a draft can see.</summary>
    public CellPreview Before(CellDraft draft)
    {
        lock (_lock)
        {
            var next = chain.Next;
            if (!ReferenceEquals(next, _next)) _compiled.Clear();
            _next = next;
            var last = new CellPreview(next.Previous, next.WithResolvers(_references, _sources));
            foreach (var (i, cell) in draft.Before.Index())
            {
                if (i < _compiled.Count && _compiled[i].Cell != cell) _compiled.RemoveRange(i, _compiled.Count - i);
                if (i == _compiled.Count) _compiled.Add((cell, last.ThenRun(cell)));
                last = _compiled[i].Preview;
            }

            return last;
        }
    }

    /// <summary>What a draft can see, what it imports itself included.</summary>
    public CellPreview BeforeAndImported(CellDraft draft) => draft.Code.Contains("#!", StringComparison.Ordinal)
        ? CellParts.Split(draft.Code).Select(part => part.Directive).OfType<string>()
            .Aggregate(Before(draft), (last, directive) => last.ThenImport(directive))
        : Before(draft);

    /// <summary>What a draft means, all left out that is no C# in it.</summary>
    public Compilation Compile(CellDraft draft) =>
        BeforeAndImported(draft).Then(CellText.OnlyCSharp(draft.Code, keepsReferences: true)).Compilation;
}
