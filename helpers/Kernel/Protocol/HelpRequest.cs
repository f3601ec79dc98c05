using System.Text.RegularExpressions;

namespace CSharpKernel.Protocol;

/// <summary>A cell such as <c>Console?</c>, which asks what a name means, as in IPython; with two question marks for all.</summary>
/// <param name="Expression">What is asked for.</param>
/// <param name="IsDetailed">Whether to tell all that is known.</param>
internal sealed partial record HelpRequest(string Expression, bool IsDetailed)
{
    /// <summary>The request that a cell is; null if it is code.</summary>
    public static HelpRequest? Parse(string code)
    {
        if (!code.Contains('?', StringComparison.Ordinal)) return null;
        var match = Question().Match(code.Trim());
        return match.Success
            ? new HelpRequest(match.Groups["expression"].Value, match.Groups["mark"].Value.Length > 1)
            : null;
    }

    // Nothing that is C#: no cell begins with a question mark, nor does one that is a name end with it.
    [GeneratedRegex(
        @"^((?<mark>\?{1,2})\s*(?<expression>[\w.<>,@\[\]]+)|(?<expression>[\w.<>,@\[\]]+)\s*(?<mark>\?{1,2}))$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Question();
}
