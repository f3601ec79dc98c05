using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using CSharpKernel.Language.Values;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language;

/// <summary>Does what lines that begin with <c>#!</c> say.</summary>
/// <param name="chain">The session's cells.</param>
/// <param name="run">Runs text as a cell, given the file that it comes from.</param>
internal sealed class Directives(SubmissionChain chain, Func<string, string?, CellExecution, Task<CellOutcome>> run)
{
    private const string Import = "#!import";
    private const int MaximalValue = 200;

    private static readonly Directive[] All =
    [
        new("#!csharp", "", "what follows is C#, as it is anyway", static (_, _) => Task.CompletedTask)
        {
            Aliases = ["#!c#", "#!C#"],
        },
        new("#!html", "", "what follows is HTML", static (_, call) => Show(call, HtmlFormatter.MimeType, call.Content))
        {
            TakesText = true,
        },
        new(Import, "FILE", "runs a file of C#, or the C# of a notebook: .cs, .csx, .ipynb or .dib", static (session, call) =>
            session.ImportAsync(call)),
        new("#!javascript", "", "what follows is a script that the page runs", static (_, call) =>
            Show(call, HtmlFormatter.MimeType, $"<script type=\"text/javascript\">{call.Content}</script>"))
        {
            Aliases = ["#!js"],
            TakesText = true,
        },
        new("#!lsmagic", "", "lists these directives", static (_, call) => List(call)),
        new("#!markdown", "", "what follows is Markdown", static (_, call) => Show(call, "text/markdown", call.Content))
        {
            TakesText = true,
        },
        new("#!mermaid", "", "what follows is a Mermaid diagram, which JupyterLab draws", static (_, call) => Mermaid(call))
        {
            TakesText = true,
        },
        new("#!meta", "", "what follows is what a .dib file says of itself", static (_, _) => Task.CompletedTask)
        {
            TakesText = true,
        },
        new("#!time", "", "shows how long the cell took", static (_, call) => StartWatch(call)),
        new("#!who", "", "lists the variables", static (session, call) => session.ListNames(call)),
        new("#!whos", "", "lists the variables with their types and values", static (session, call) => session.ListVariables(call)),
        new("#!about", "", "tells what this kernel is", static (_, call) => About(call)),
    ];

    /// <summary>What the compiler itself, or the kernel for it, understands.</summary>
    private static readonly string[][] OfTheCompiler =
    [
        ["#r \"FILE\"", "references an assembly"],
        ["#r \"nuget: ID, VERSION\"", "fetches a package and references its assemblies; the version may be left out or be a range"],
        ["#i \"nuget: SOURCE\"", "looks for packages also at an address or in a folder"],
        ["#load \"FILE\"", "runs a file of C#"],
    ];

    /// <summary>What .NET Interactive has to join several languages in one notebook, and what to do where there is one only.</summary>
    private static readonly Dictionary<string, string> OfSeveralLanguages = new()
    {
        ["#!connect"] = "connects another kernel, and this one runs C# only. Use that one in a notebook of its own.",
        ["#!set"] = "takes a value from another language, and this kernel speaks C# only. Assign it: var name = value;",
        ["#!share"] = "takes a value from another language, and this kernel speaks C# only. Write the value as C#.",
        ["#!value"] = "keeps text for other languages, and this kernel speaks C# only. Assign a string to a variable.",
    };

    /// <summary>The names of all directives.</summary>
    public static IEnumerable<string> Names => All.Select(directive => directive.Name);

    /// <summary>Whether text that follows a directive belongs to it and is not C#.</summary>
    public static bool TakesText(string name) => Find(name)?.TakesText ?? (ForeignLanguages.Contains(name) || name == "#!value");

    /// <summary>Does a directive.</summary>
    /// <param name="line">The directive's line.</param>
    /// <param name="text">The text that belongs to it.</param>
    /// <param name="execution">The cell.</param>
    public Task RunAsync(string line, string text, CellExecution execution)
    {
        if (Refuse(line) is { } reason) throw new DirectiveException(reason);
        var name = NameOf(line);
        return Find(name)!.Run(this, new DirectiveCall(name, line[name.Length..].Trim(), text, execution));
    }

    /// <summary>Why there is no such directive; null if there is.</summary>
    public static string? Refuse(string line)
    {
        var name = NameOf(line);
        if (Find(name) is not null) return null;
        if (ForeignLanguages.Contains(name)) return ForeignLanguages.Explain(name[2..]);
        if (OfSeveralLanguages.TryGetValue(name, out var advice)) return $"{name} {advice}";
        var nearest = NearestName.Of(name, Names) is { } known ? $" Did you mean {known}?" : "";
        return $"There is no directive {name}. There are: {string.Join(", ", Names)}.{nearest}";
    }

    /// <summary>The file that a directive's line imports; null if it imports none.</summary>
    public static string? ImportedBy(string line) => NameOf(line) == Import && line[Import.Length..].Trim().Trim('"') is { Length: > 0 } path
        ? path
        : null;

    /// <summary>The name in a directive's line.</summary>
    public static string NameOf(string line) => line.Split([' ', '\t'], 2)[0];

    /// <summary>What is to be said when a cell has ended well.</summary>
    public static void EndCell(CellExecution execution)
    {
        if (execution.TimedFrom is not { } started) return;
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        _ = Show(execution.Output, new MimeBundle
        {
            [PlainTextFormatter.MimeType] = string.Create(CultureInfo.InvariantCulture, $"Wall time: {elapsed}ms"),
        });
    }

    private static Directive? Find(string name) => All.FirstOrDefault(directive => directive.Is(name));

    private static Task StartWatch(DirectiveCall call)
    {
        call.Execution.TimedFrom = Stopwatch.GetTimestamp();
        return Task.CompletedTask;
    }

    private Task ListNames(DirectiveCall call) =>
        Show(call, PlainTextFormatter.MimeType, string.Join('\t', chain.GetVariables().Select(variable => variable.Name)));

    private async Task ImportAsync(DirectiveCall call)
    {
        var path = call.Argument.Trim('"');
        if (path.Length == 0) throw new DirectiveException($"{Import} needs the path of a file: {Import} helpers.csx");
        var whole = WorkingFolder.Resolve(path);
        if (!call.Execution.Importing.Add(whole)) throw new DirectiveException($"#!import: {path} imports itself.");
        try
        {
            foreach (var cell in ImportedFile.Read(path))
            {
                var outcome = await run(cell.Code, cell.Name, call.Execution);
                if (outcome.Result is { } result) await Show(call.Execution.Output, result);
            }
        }
        finally
        {
            call.Execution.Importing.Remove(whole);
        }
    }

    private static Task List(DirectiveCall call) => Table(
        call,
        [["Directive", "What it does"], .. All.Select(directive => (string[])
        [
            string.Join(", ", [$"{directive.Name} {directive.Argument}".TrimEnd(), .. directive.Aliases]), directive.Meaning,
        ]), .. OfTheCompiler]);

    private static Task About(DirectiveCall call) => Table(
        call,
        [
            ["Kernel", $"C# kernel {typeof(Directives).Assembly.GetName().Version?.ToString(3)}, process {Environment.ProcessId}"],
            ["Language", $"C# 14, compiled by Roslyn {typeof(CSharpSyntaxTree).Assembly.GetName().Version?.ToString(3)}"],
            ["Runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"],
            ["Folder", WorkingFolder.Current ?? WorkingFolder.Missing],
        ]);

    private Task ListVariables(DirectiveCall call) => Table(
        call,
        [["Variable", "Type", "Value"], .. chain.GetVariables().Select(variable => (string[])
        [
            variable.Name, Rendering.Render(variable.Type, PlainTextFormatter.MimeType), InOneLine(MimeBundle.Of(variable.Value)[PlainTextFormatter.MimeType]),
        ])]);

    private static string InOneLine(string text)
    {
        var end = text.AsSpan(0, Math.Min(text.Length, MaximalValue)).IndexOfAny('\r', '\n');
        if (end < 0) end = Math.Min(text.Length, MaximalValue);
        return end == text.Length ? text : $"{text.AsSpan(0, end)} …";
    }

    /// <summary>
    /// JupyterLab and Notebook draw <c>text/vnd.mermaid</c>, and what else shows Markdown may draw a fenced block. The kernel
    /// itself asks for nothing from the internet.
    /// </summary>
    private static Task Mermaid(DirectiveCall call)
    {
        var diagram = call.Content.Trim();
        return Show(call.Execution.Output, new MimeBundle
        {
            ["text/vnd.mermaid"] = diagram,
            ["text/markdown"] = $"```mermaid\n{diagram}\n```",
            [PlainTextFormatter.MimeType] = diagram,
        });
    }

    private static Task Table(DirectiveCall call, IReadOnlyList<string[]> rows)
    {
        var html = rows.Select((row, i) => $"<tr>{string.Concat(row.Select(text => Cell(i == 0 && row.Length > 2 ? "th" : "td", text)))}</tr>");
        return Show(call.Execution.Output, new MimeBundle
        {
            [HtmlFormatter.MimeType] = $"<table>{string.Concat(html)}</table>",
            [PlainTextFormatter.MimeType] = string.Join('\n', rows.Select(row => string.Join('\t', row))),
        });

        static string Cell(string tag, string text) =>
            $"<{tag} style=\"text-align: left; white-space: pre-wrap\">{WebUtility.HtmlEncode(text)}</{tag}>";
    }

    private static Task Show(DirectiveCall call, string mimeType, string text)
    {
        var bundle = new MimeBundle { [mimeType] = text };
        bundle.TryAdd(PlainTextFormatter.MimeType, text);
        return Show(call.Execution.Output, bundle);
    }

    private static Task Show(ICellOutput output, MimeBundle data)
    {
        output.Display(data, Guid.NewGuid().ToString("N"));
        return Task.CompletedTask;
    }
}
