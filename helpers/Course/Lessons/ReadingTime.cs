using Jupyter.Documents;

namespace Course.Lessons;

/// <summary>How long reading takes: an estimate from how much there is.</summary>
internal static class ReadingTime
{
    private const double WordsAMinute = 200;

    /// <summary>Chinese has no spaces between words; readers take in more characters than words in the same time.</summary>
    private const double ChineseCharactersAMinute = 300;

    /// <summary>Code is read slowly, line by line.</summary>
    private const double LinesAMinute = 15;

    public static TimeSpan Of(IEnumerable<LessonCell> cells) => TimeSpan.FromMinutes(cells.Sum(cell => cell.Kind switch
    {
        CellKind.Markdown => ProseMinutes(cell.Source),
        CellKind.Code => cell.Source.AsSpan().Trim().IsEmpty ? 0 : cell.Source.Split('\n').Count(line => line.Trim().Length > 1) / LinesAMinute,
        _ => 0,
    }));

    private static double ProseMinutes(string text)
    {
        var chinese = text.Count(BilingualText.IsChinese);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsAsciiLetterOrDigit));
        return words / WordsAMinute + chinese / ChineseCharactersAMinute;
    }
}
