using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Course.Pages;

/// <summary>Text as a terminal shows it: colours, and lines that were written over.</summary>
internal static partial class AnsiText
{
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        var style = new Style();
        var start = 0;
        text = Overwrite(text);
        foreach (Match escape in Escape().Matches(text))
        {
            Append(text[start..escape.Index]);
            start = escape.Index + escape.Length;
            if (escape.Groups["sgr"] is { Success: true, Value: var codes }) style = style.Change(codes);
        }

        Append(text[start..]);
        return html.ToString();

        void Append(string part)
        {
            if (part.Length == 0) return;
            if (style == new Style()) html.Append(WebUtility.HtmlEncode(part));
            else html.Append($"<span{style.Attributes()}>{WebUtility.HtmlEncode(part)}</span>");
        }
    }

    /// <summary>Keeps of each line what was written after the last return to its beginning.</summary>
    private static string Overwrite(string text) => string.Join('\n', text.Split('\n').Select(line =>
    {
        var written = line.TrimEnd('\r');
        return written[(written.LastIndexOf('\r') + 1)..];
    }));

    [GeneratedRegex(@"\e\[(?:(?<sgr>[0-9;]*)m|[0-9;?]*[A-Za-ln-z])|\e\][^\a\e]*(?:\a|\e\\)")]
    private static partial Regex Escape();

    /// <summary>How characters look, as "Select Graphic Rendition" of ECMA-48 sets it.</summary>
    private readonly record struct Style(string? Foreground, string? Background, bool Bold, bool Italic, bool Underline)
    {
        public Style Change(string codes)
        {
            var style = this;
            var numbers = new Queue<int>(codes.Split(';').Select(code => int.TryParse(code, CultureInfo.InvariantCulture, out var n) ? n : 0));
            while (numbers.TryDequeue(out var number))
            {
                style = number switch
                {
                    0 => default,
                    1 => style with { Bold = true },
                    3 => style with { Italic = true },
                    4 => style with { Underline = true },
                    22 => style with { Bold = false },
                    23 => style with { Italic = false },
                    24 => style with { Underline = false },
                    >= 30 and <= 37 => style with { Foreground = Named(number - 30) },
                    38 => style with { Foreground = Extended(numbers) },
                    39 => style with { Foreground = null },
                    >= 40 and <= 47 => style with { Background = Named(number - 40) },
                    48 => style with { Background = Extended(numbers) },
                    49 => style with { Background = null },
                    >= 90 and <= 97 => style with { Foreground = Named(number - 82) },
                    >= 100 and <= 107 => style with { Background = Named(number - 92) },
                    _ => style,
                };
            }

            return style;
        }

        public string Attributes()
        {
            var css = new List<string>();
            if (Foreground is not null) css.Add($"color:{Foreground}");
            if (Background is not null) css.Add($"background:color-mix(in srgb, {Background} 30%, transparent)");
            if (Bold) css.Add("font-weight:bold");
            if (Italic) css.Add("font-style:italic");
            if (Underline) css.Add("text-decoration:underline");
            return css.Count == 0 ? "" : $" style=\"{string.Join(';', css)}\"";
        }

        /// <summary>The sixteen colours that a terminal's theme chooses: here the style sheet does.</summary>
        private static string Named(int number) => $"var(--ansi-{number})";

        private static string? Extended(Queue<int> numbers)
        {
            return Next() switch
            {
                5 => Indexed(Next()),
                2 => $"rgb({Next()},{Next()},{Next()})",
                _ => null,
            };

            int Next() => numbers.TryDequeue(out var number) ? number : 0;
        }

        /// <summary>The 256 colours: sixteen named ones, a cube of six by six by six, and greys.</summary>
        private static string Indexed(int number) => number switch
        {
            < 16 => Named(number),
            < 232 => $"rgb({Level((number - 16) / 36)},{Level((number - 16) / 6 % 6)},{Level((number - 16) % 6)})",
            _ => $"rgb({(number - 232) * 10 + 8},{(number - 232) * 10 + 8},{(number - 232) * 10 + 8})",
        };

        private static int Level(int step) => step == 0 ? 0 : step * 40 + 55;
    }
}
