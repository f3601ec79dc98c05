using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language;

/// <summary>Does what lines that begin with <c>#!</c> say.</summary>
internal sealed class Directives(SubmissionChain chain, PackageReferences packages)
{
    private static readonly (string Name, string Meaning)[] Known =
    [
        ("#!csharp", "what follows is C#, as it is anyway"),
        ("#!html", "what follows is HTML"),
        ("#!import FILE", "runs a file of C#"),
        ("#!javascript", "what follows is a script that the page runs"),
        ("#!lsmagic", "lists these directives"),
        ("#!markdown", "what follows is Markdown"),
        ("#!time", "shows how long the cell took"),
        ("#!who", "lists the variables"),
        ("#!whos", "lists the variables with their types and values"),
    ];

    private long _started;

    /// <summary>The names of all directives.</summary>
    public static IEnumerable<string> Names => Known.Select(known => known.Name.Split(' ')[0]);

    /// <summary>Does a directive.</summary>
    /// <param name="line">The directive's line.</param>
    /// <param name="text">The text that belongs to it.</param>
    /// <param name="runCode">Runs C#.</param>
    /// <param name="execution">The cell.</param>
    public async Task RunAsync(string line, string text, Func<string, Task> runCode, CellExecution execution)
    {
        var name = line.Split(' ', 2)[0];
        var argument = line[name.Length..].Trim();
        switch (name)
        {
            case "#!csharp" or "#!c#" or "#!C#":
                break;
            case "#!html":
                Show(execution, "text/html", text);
                break;
            case "#!markdown":
                Show(execution, "text/markdown", text);
                break;
            case "#!javascript" or "#!js":
                Show(execution, "text/html", $"<script>{text}</script>");
                break;
            case "#!time":
                _started = Stopwatch.GetTimestamp();
                break;
            case "#!who":
                Show(execution, "text/plain", string.Join('\t', chain.GetVariables().Select(variable => variable.Name)));
                break;
            case "#!whos":
                ShowVariables(execution);
                break;
            case "#!lsmagic":
                Show(execution, "text/plain", string.Join('\n', Known.Select(known => $"{known.Name}: {known.Meaning}")));
                break;
            case "#!import":
                await runCode(ReadImport(argument));
                break;
            default:
                throw new DirectiveException($"There is no directive {name}. There are: {string.Join(", ", Names)}.");
        }
    }

    /// <summary>What is to be said when a cell has ended well.</summary>
    public void EndCell(ICellOutput output)
    {
        if (_started == 0) return;
        var elapsed = Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
        _started = 0;
        output.Display(
            new MimeBundle { ["text/plain"] = string.Create(CultureInfo.InvariantCulture, $"Wall time: {elapsed}ms") },
            Guid.NewGuid().ToString("N"));
    }

    /// <summary>Fetches the packages that code references, so that compiling finds them.</summary>
    /// <returns>The code without the references to packages, which Roslyn does not know.</returns>
    public async Task<string> RestorePackagesAsync(string code, CellExecution execution)
    {
        if (!code.Contains("nuget:", StringComparison.OrdinalIgnoreCase)) return code;
        var wanted = CSharpSyntaxTree.ParseText(code, SubmissionChain.ParseOptions).GetCompilationUnitRoot()
            .GetReferenceDirectives()
            .Where(directive => directive.File.ValueText.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        if (wanted.Length == 0) return code;
        await packages.RestoreAsync(wanted.Select(directive => directive.File.ValueText), execution.Output, execution.Cancellation);
        var rest = code.ToCharArray();
        foreach (var directive in wanted) rest.AsSpan(directive.SpanStart, directive.File.Span.End - directive.SpanStart).Fill(' ');
        return new string(rest);
    }

    private static string ReadImport(string argument)
    {
        var path = argument.Trim('"');
        if (path.Length == 0) throw new DirectiveException("#!import needs the path of a file: #!import helpers.csx");
        if (!File.Exists(path))
            throw new DirectiveException($"#!import: there is no file {path} in {Directory.GetCurrentDirectory()}.");
        if (Path.GetExtension(path) is not (".cs" or ".csx"))
            throw new DirectiveException($"#!import: {path} is not a file of C#; its name must end in .cs or .csx.");
        return File.ReadAllText(path);
    }

    private static void Show(CellExecution execution, string mimeType, string text)
    {
        var bundle = new MimeBundle { [mimeType] = text };
        bundle.TryAdd("text/plain", text);
        execution.Output.Display(bundle, Guid.NewGuid().ToString("N"));
    }

    private void ShowVariables(CellExecution execution)
    {
        var rows = chain.GetVariables()
            .Select(variable => (string[])[variable.Name, TypeName(variable.Type), MimeBundle.Of(variable.Value)["text/plain"]])
            .Prepend(["Variable", "Type", "Value"])
            .ToArray();
        var html = rows.Select((row, i) => $"<tr>{string.Concat(row.Select(text => Cell(i == 0 ? "th" : "td", text)))}</tr>");
        execution.Output.Display(
            new MimeBundle
            {
                ["text/html"] = $"<table>{string.Concat(html)}</table>",
                ["text/plain"] = string.Join('\n', rows.Select(row => string.Join('\t', row))),
            },
            Guid.NewGuid().ToString("N"));

        static string Cell(string tag, string text) =>
            $"<{tag} style=\"text-align: left; white-space: pre-wrap\">{WebUtility.HtmlEncode(text)}</{tag}>";

        static string TypeName(Type type)
        {
            using var writer = new StringWriter();
            Formatter.FormatTo(type, new FormatContext(writer), PlainTextFormatter.MimeType);
            return writer.ToString();
        }
    }
}
