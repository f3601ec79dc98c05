using System.Text.RegularExpressions;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Completes the names of directives, and the paths of the files that they name.</summary>
internal static partial class DirectiveCompletion
{
    private static readonly string[] CompilerDirectives = ["#i", "#load", "#r"];

    private static readonly StringComparison Comparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>What can be written in a line that is a directive; null if it is none.</summary>
    public static Completions? Complete(string code, int position)
    {
        var line = CellText.LineAt(code, position);
        var start = line.Start.Value;
        var typed = code[start..position];
        if (NameAlone().Match(typed) is { Success: true } name)
        {
            var choices = Directives.Names.Concat(CompilerDirectives)
                .Where(directive => directive.StartsWith(name.Groups["name"].Value, StringComparison.OrdinalIgnoreCase))
                .Select(directive => new Choice(directive, "magic"));
            return new Completions(start + name.Groups["name"].Index, EndOfWord(code, position), [.. choices]);
        }

        if (FileArgument().Match(typed) is not { Success: true } path) return null;
        var (text, directive) = (path.Groups["path"].Value, path.Groups["directive"].Value);
        return text.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase)
            ? Completions.None(position)
            : CompletePath(text, position, directive switch
            {
                "r" => [".dll", ".exe"],
                "load" => [".cs", ".csx"],
                _ => [".cs", ".csx", ".dib", ".ipynb"],
            });
    }

    private static Completions CompletePath(string path, int position, string[] extensions)
    {
        var name = path.AsSpan()[(path.AsSpan().LastIndexOfAny('/', Path.DirectorySeparatorChar) + 1)..].ToString();
        if (WorkingFolder.TryResolve(Path.Combine(".", path[..^name.Length])) is not { } folder) return Completions.None(position);
        return new Completions(position - name.Length, position, [.. Entries()]);

        IEnumerable<Choice> Entries()
        {
            try
            {
                return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                    .Where(entry => entry.Name.StartsWith(name, Comparison) && (name.StartsWith('.') || !entry.Name.StartsWith('.')))
                    .Where(entry => entry is DirectoryInfo || extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
                    .OrderBy(entry => entry is DirectoryInfo)
                    .ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(entry => new Choice(entry is DirectoryInfo ? entry.Name + "/" : entry.Name, "path"))];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    private static int EndOfWord(string code, int position)
    {
        while (position < code.Length && char.IsAsciiLetter(code[position])) position++;
        return position;
    }

    [GeneratedRegex(@"^\s*(?<name>#!?[A-Za-z]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex NameAlone();

    [GeneratedRegex("""^\s*#(?<directive>r|load|!import)\s+"?(?<path>[^"]*)$""", RegexOptions.CultureInvariant)]
    private static partial Regex FileArgument();
}
