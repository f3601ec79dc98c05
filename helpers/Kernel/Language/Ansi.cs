using System.Text.RegularExpressions;

namespace CSharpKernel.Language;

/// <summary>Colours as front ends show them in a traceback, the ones that IPython gives to the same things.</summary>
internal static partial class Ansi
{
    /// <summary>What went wrong.</summary>
    public static string Red(string text) => $"\e[0;31m{text}\e[0m";

    /// <summary>A name.</summary>
    public static string Cyan(string text) => $"\e[0;36m{text}\e[0m";

    /// <summary>A place in a cell.</summary>
    public static string Green(string text) => $"\e[0;32m{text}\e[0m";

    /// <summary>The text without colours.</summary>
    public static string Strip(string text) => Escape().Replace(text, "");

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Escape();
}
