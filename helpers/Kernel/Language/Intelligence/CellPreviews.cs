using System.Collections.Immutable;
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
    private Known? _known;

    /// <summary>What a draft can see.</summary>
    public CellPreview Before(CellDraft draft)
    {
        lock (_lock)
        {
            var references = chain.References;
            var (options, tip) = chain.Latest;
            var latest = new CellPreview(tip, options.WithMetadataResolver(_references).WithSourceResolver(_sources));
            if (draft.Before.Count == 0) return latest;
            if (_known is { } known && ReferenceEquals(known.Tip, tip) && known.References == references && known.Cells.SequenceEqual(draft.Before))
                return known.Last;
            var last = draft.Before.SelectMany(CellText.Parts)
                .Aggregate(latest, (cell, text) => cell.Then(text) is { HasErrors: false } next ? next : cell);
            _known = new Known(tip, references, draft.Before, last);
            return last;
        }
    }

    /// <summary>What a draft means, all left out that is no C# in it.</summary>
    public Compilation Compile(CellDraft draft) => Before(draft).Then(CellText.OnlyCSharp(draft.Code, keepsReferences: true)).Compilation;

    private sealed record Known(
        object Tip, ImmutableArray<MetadataReference> References, IReadOnlyList<string> Cells, CellPreview Last);
}
