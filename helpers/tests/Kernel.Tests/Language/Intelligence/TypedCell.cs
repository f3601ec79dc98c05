using CSharpKernel.Language;
using CSharpKernel.Language.Intelligence;
using Jupyter.Intelligence;

namespace Kernel.Tests.Language.Intelligence;

/// <summary>A session, and a cell in it that is being typed; <c>|</c> is where the cursor is.</summary>
public sealed class TypedCell
{
    private readonly CSharpSession _session = new();
    private int _count;

    internal CSharpSession Session => _session;

    /// <summary>Runs a cell, which must not fail.</summary>
    internal void Run(string code)
    {
        var outcome = _session.Execute(code, ++_count, new RecordedOutput(), CancellationToken.None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
    }

    internal Completions Complete(string typed, params IReadOnlyList<string> before)
    {
        var (code, position) = Split(typed);
        return _session.Complete(new CellDraft(code) { Before = before }, position, TestContext.Current.CancellationToken);
    }

    /// <summary>What is written when a choice is taken.</summary>
    internal string Take(string typed, string choice, params IReadOnlyList<string> before)
    {
        var (code, _) = Split(typed);
        var completions = Complete(typed, before);
        Assert.Contains(choice, completions.Choices.Select(choice => choice.Text));
        return code[..completions.Start] + choice + code[completions.End..];
    }

    internal string? Inspect(string typed, bool detailed = false, string mimeType = "text/plain")
    {
        var (code, position) = Split(typed);
        return _session.Inspect(code, position, detailed, TestContext.Current.CancellationToken)?[mimeType];
    }

    internal SignatureHelp? Signatures(string typed)
    {
        var (code, position) = Split(typed);
        return _session.FindSignatures(code, position, TestContext.Current.CancellationToken);
    }

    internal IReadOnlyList<Diagnostic> Diagnose(string code, params IReadOnlyList<string> before) =>
        _session.Diagnose(new CellDraft(code) { Before = before }, TestContext.Current.CancellationToken);

    private static (string Code, int Position) Split(string typed)
    {
        var position = typed.IndexOf('|', StringComparison.Ordinal);
        return position < 0 ? (typed, typed.Length) : (typed.Remove(position, 1), position);
    }
}
