using CSharpKernel.Language.Intelligence;
using CSharpKernel.Language.Packages;
using Jupyter.Intelligence;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language;

/// <summary>A session of C# cells.</summary>
internal sealed class CSharpSession : ILanguageSession
{
    private readonly Lock _oneAtATime = new();
    private readonly SubmissionChain _chain;
    private readonly Directives _directives;
    private readonly CodeCompletion _completion;
    private readonly CodeInspection _inspection;
    private readonly CallSignatures _signatures;
    private readonly CodeDiagnostics _diagnostics;
    private readonly PackageReferences _packages;

    public CSharpSession()
    {
        var loadContext = new CellLoadContext();
        var references = new ReferenceResolver(loadContext);
        _chain = new SubmissionChain(loadContext, references);
        _packages = new PackageReferences(_chain, loadContext);
        var previews = new CellPreviews(_chain);
        _completion = new CodeCompletion(_chain, previews);
        _inspection = new CodeInspection(_chain, previews);
        _signatures = new CallSignatures(previews);
        _diagnostics = new CodeDiagnostics(previews, _packages);
        _directives = new Directives(_chain, RunAsync);
    }

    /// <summary>
    /// Has the compiler, and all that a cell needs besides, loaded and compiled by the runtime in the background, so that the
    /// first cell does not wait for it, or not as long.
    /// </summary>
    public void WarmUp() => new Thread(() =>
        Execute("foreach (var item in new[] { 1 }) Console.Write($\"{item}\"); 1", 0, NoOutput.Instance, CancellationToken.None))
    {
        IsBackground = true,
        Name = "warm-up",
    }.Start();

    /// <inheritdoc/>
    public CellOutcome Execute(string code, int number, ICellOutput output, CancellationToken interrupt)
    {
        lock (_oneAtATime)
        {
            WorkingFolder.Remember();
            CellConsole.Restore();
            var execution = new CellExecution(number, output, interrupt) { Code = code, RunCode = RunMoreAsync };
            return execution.Run(() => RunCellAsync(code, execution), Explain);
        }
    }

    /// <inheritdoc/>
    public Completeness GetCompleteness(string code) => CellCompleteness.Of(code);

    /// <inheritdoc/>
    public string GetIndentation(string code) => CellCompleteness.IndentationAfter(code);

    /// <inheritdoc/>
    public Completions Complete(CellDraft draft, int position, CancellationToken cancellation) =>
        _completion.Complete(draft, position, cancellation);

    /// <inheritdoc/>
    public MimeBundle? Inspect(CellDraft draft, int position, bool detailed, CancellationToken cancellation) =>
        _inspection.Inspect(draft, position, detailed, cancellation);

    /// <inheritdoc/>
    public SignatureHelp? FindSignatures(CellDraft draft, int position, CancellationToken cancellation) =>
        _signatures.Find(draft, position, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> Diagnose(CellDraft draft, CancellationToken cancellation) => _diagnostics.Find(draft, cancellation);

    /// <inheritdoc/>
    public void WarmUpCompletion()
    {
        const string typed = "Console.Writ(1";
        Inspect(typed, typed.Length, detailed: false, CancellationToken.None);
        FindSignatures(typed, typed.Length, CancellationToken.None);
        Diagnose(typed, CancellationToken.None);
        _completion.WarmUp();
    }

    /// <summary>Gives up what would leave something behind on the disk, and removes that. The process is about to end.</summary>
    public void End() => _packages.End();

    private async Task<CellOutcome> RunCellAsync(string code, CellExecution execution)
    {
        var outcome = await RunAsync(code, file: null, execution);
        Directives.EndCell(execution);
        return outcome;
    }

    /// <summary>Runs a cell, or a file that one imports.</summary>
    private async Task<CellOutcome> RunAsync(string code, string? file, CellExecution execution)
    {
        var outcome = new CellOutcome();
        foreach (var part in CellParts.Split(code))
        {
            if (part.Directive is { } directive)
                await _directives.RunAsync(directive, part.Text, execution);
            else
                outcome = await RunCodeAsync(part.Text, file, execution);
        }

        return outcome;
    }

    private async Task RunMoreAsync(string code, CellExecution execution)
    {
        var outcome = await RunAsync(code, file: null, execution);
        if (outcome.Result is { } result) execution.Output.Display(result, Guid.NewGuid().ToString("N"));
    }

    private async Task<CellOutcome> RunCodeAsync(string code, string? file, CellExecution execution)
    {
        var directives = PackageDirectives.TakeFrom(code);
        _packages.AddSources(directives.Sources);
        if (directives.Packages.Count > 0)
            await _packages.RestoreAsync(directives.Packages, execution.Output, execution.Cancellation);
        var gate = CellGate.Add(execution.Cancellation);
        var submission = execution.Shield(
            () => _chain.Compile(directives.Rest, execution.Number, gate, execution.Cancellation, file));
        foreach (var warning in submission.Warnings)
            execution.Output.Write(OutputStream.Error, Ansi.Strip(warning) + Environment.NewLine);
        var value = await _chain.Start(submission);
        var hasResult = value is not null || (submission.EndsInExpression && !submission.ResultIsVoid);
        return new CellOutcome(hasResult && value is not DisplayedValue ? MimeBundle.Of(value) : null);
    }

    /// <summary>What is told of an exception that a cell's code has thrown, on whatever thread.</summary>
    public CellError Explain(Exception exception) => exception switch
    {
        CompilationException compilation => CellErrors.Of(compilation),
        DirectiveException directive => CellErrors.Of(directive),
        _ => ExceptionReport.Of(exception, _chain),
    };
}
