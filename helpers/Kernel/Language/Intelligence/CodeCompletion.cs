using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Completes what a reader types, from all that the cells so far have declared, referenced and imported.</summary>
internal sealed class CodeCompletion(SubmissionChain chain, CellPreviews previews)
{
    // Nobody reads more; to find out about each takes a while.
    private const int MaximalChoices = 1000;
    private const int MaximalSignatures = 60;

    private readonly Lock _lock = new();
    private readonly EarlierCells _cells = new();
    private CompletionWorkspace? _workspace;

    /// <summary>What can be written at a place. One request at a time is answered; safe to use from any thread.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="position">The place, in UTF-16 code units from the beginning.</param>
    /// <param name="cancellation">Gives up.</param>
    public Completions Complete(CellDraft draft, int position, CancellationToken cancellation)
    {
        var code = draft.Code;
        if (DirectiveCompletion.Complete(code, position) is { } directive) return directive;
        if (!CellText.IsCSharp(code, position)) return Completions.None(position);
        lock (_lock)
        {
            var document = Open(draft);
            return CompleteAsync(document, code, position, cancellation).GetAwaiter().GetResult();
        }
    }

    /// <summary>Loads what it needs.</summary>
    public void WarmUp()
    {
        foreach (var typed in (string[])["Console.Wr", "Cons"]) Complete(typed, typed.Length, CancellationToken.None);

        // Most of what that took is needed no more.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private Document Open(CellDraft draft)
    {
        var references = chain.References;
        if (draft.Code.Contains("#r", StringComparison.Ordinal))
            references = [.. references, .. previews.Compile(draft).DirectiveReferences];
        var isNew = _cells.Update(previews.BeforeAndImported(draft).Compilation, references) || _workspace is null;
        _workspace ??= new CompletionWorkspace(_cells, SubmissionChain.Imports, chain.Resolver);
        if (isNew) _workspace.UpdateEarlierCells();
        return _workspace.Cell(CellText.OnlyCSharp(draft.Code));
    }

    private async Task<Completions> CompleteAsync(Document document, string code, int position, CancellationToken cancellation)
    {
        var service = CompletionService.GetService(document)!;
        var list = await service.GetCompletionsAsync(document, position, cancellationToken: cancellation).ConfigureAwait(false);
        var typed = code[list.Span.Start..position];
        var items = list.ItemsList
            .Where(item => item.Span == list.Span && IsWord(TextOf(item)))
            .Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(item => item.FilterText.StartsWith(typed, StringComparison.Ordinal))
            .ThenByDescending(item => item.Rules.MatchPriority)
            .ThenByDescending(item => _cells.Names.Contains(item.FilterText))
            .ThenBy(item => item.SortText, StringComparer.OrdinalIgnoreCase)
            .DistinctBy(TextOf)
            .Take(MaximalChoices)
            .ToArray();
        var signatures = items.Length <= MaximalSignatures
            ? await Signatures.CreateAsync(document, list.Span.Start, cancellation).ConfigureAwait(false)
            : null;
        return new Completions(
            list.Span.Start,
            list.Span.End,
            [.. items.Select(item => new Choice(TextOf(item), KindOf(item.Tags), signatures?.Of(item) ?? ""))]);
    }

    /// <summary>Not an operator or a conversion, which an editor would write somewhere else than where the cursor is.</summary>
    private static bool IsWord(string text) => text is [var first, ..] && (char.IsLetter(first) || first is '_' or '@');

    private static string TextOf(CompletionItem item)
    {
        if (item.Properties.TryGetValue("InsertionText", out var text)) return text;

        // The name of an argument is written with its colon; the angle brackets of a type are the reader's to fill.
        return item.DisplayTextSuffix == ":" ? item.DisplayText + ":" : item.DisplayText;
    }

    private static string KindOf(ImmutableArray<string> tags) => tags.FirstOrDefault() switch
    {
        WellKnownTags.Method or WellKnownTags.ExtensionMethod or WellKnownTags.Operator => "function",
        WellKnownTags.Field or WellKnownTags.Local or WellKnownTags.RangeVariable => "instance",
        WellKnownTags.Class => "class",
        WellKnownTags.Structure => "struct",
        WellKnownTags.Interface => "interface",
        WellKnownTags.Enum => "enum",
        WellKnownTags.Delegate => "delegate",
        WellKnownTags.TypeParameter => "type",
        WellKnownTags.Constant or WellKnownTags.EnumMember => "constant",
        WellKnownTags.Property => "property",
        WellKnownTags.Event => "event",
        WellKnownTags.Parameter => "param",
        WellKnownTags.Namespace => "module",
        WellKnownTags.Keyword => "keyword",
        WellKnownTags.Folder or WellKnownTags.File => "path",
        _ => "",
    };
}
