using System.Net;
using System.Text;
using TextMateSharp.Grammars;
using TextMateSharp.Registry;

namespace Course.Pages;

/// <summary>
/// Colours code with the grammars that VS Code uses. Colours are the style sheet's: this names what a token is. Safe for use
/// from several threads.
/// </summary>
internal sealed class CodeHighlighter
{
    private static readonly TimeSpan LinePatience = TimeSpan.FromSeconds(1);

    /// <summary>What begins a token's scope, and the class it gives; the first that fits counts.</summary>
    private static readonly (string Scope, string Class)[] Classes =
    [
        ("punctuation.definition.interpolation", "punctuation"),
        ("comment", "comment"),
        ("constant.character.escape", "escape"),
        ("string", "string"),
        ("punctuation.definition.string", "string"),
        ("constant.numeric", "number"),
        ("constant.language", "keyword"),
        ("keyword.operator.expression", "keyword"),
        ("keyword.operator.new", "keyword"),
        ("keyword.operator.logical.python", "keyword"),
        ("keyword.operator", "punctuation"),
        ("keyword", "keyword"),
        ("storage", "keyword"),
        ("variable.language", "keyword"),
        ("entity.name.function.decorator", "type"),
        ("entity.name.function", "function"),
        ("meta.function-call.generic", "function"),
        ("support.function", "function"),
        ("entity.name.type", "type"),
        ("support.type", "type"),
        ("support.class", "type"),
    ];

    private readonly Lock _lock = new();
    private readonly RegistryOptions _languages = new(ThemeName.LightPlus);
    private readonly Registry _grammars;

    /// <summary>The one for all: it has read the grammars that were needed so far.</summary>
    public static CodeHighlighter Shared { get; } = new();

    private CodeHighlighter() => _grammars = new Registry(_languages);

    /// <summary>The code as HTML; in a language that is not known, without colours.</summary>
    public string ToHtml(string code, string language) =>
        FragmentCache.Get(new ColouredCode(code, language), code.Length, source => Colour(source.Code, source.Language));

    private string Colour(string code, string language)
    {
        // A grammar learns while it reads.
        using var _ = _lock.EnterScope();
        var scope = _languages.GetScopeByLanguageId(LanguageId(language));
        if (string.IsNullOrEmpty(scope) || _grammars.LoadGrammar(scope) is not { } grammar) return WebUtility.HtmlEncode(code);
        var html = new StringBuilder(code.Length * 3);
        IStateStack? state = null;
        foreach (var line in code.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            var result = grammar.TokenizeLine(line, state, LinePatience);
            state = result.RuleStack;
            foreach (var token in result.Tokens)
            {
                var text = WebUtility.HtmlEncode(line[Math.Min(token.StartIndex, line.Length)..Math.Min(token.EndIndex, line.Length)]);
                if (ClassOf(token) is { } name && !string.IsNullOrWhiteSpace(text)) html.Append($"<span class=\"tok-{name}\">{text}</span>");
                else html.Append(text);
            }

            html.Append('\n');
        }

        return html.ToString();
    }

    private static string LanguageId(string language) => language.ToUpperInvariant() switch
    {
        "C#" or "CS" or "CSHARP" => "csharp",
        "PY" or "PYTHON" or "PYTHON3" or "IPYTHON" or "IPYTHON3" => "python",
        "SH" or "BASH" or "SHELL" or "CONSOLE" => "shellscript",
        "JS" => "javascript",
        _ => language,
    };

    private static string? ClassOf(IToken token)
    {
        // The innermost scope that says anything; a string's interpolation is code again.
        for (var i = token.Scopes.Count - 1; i > 0; i--)
        {
            if (token.Scopes[i].StartsWith("meta.interpolation", StringComparison.Ordinal)) return null;
            foreach (var (scope, name) in Classes)
                if (token.Scopes[i].StartsWith(scope, StringComparison.Ordinal)) return name == "punctuation" ? null : name;
        }

        return null;
    }

    private readonly record struct ColouredCode(string Code, string Language);
}
