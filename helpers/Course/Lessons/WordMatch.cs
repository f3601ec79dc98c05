namespace Course.Lessons;

/// <summary>Where a word of a search is in a text: at the beginning of a word, or of a part of a name in camel case.</summary>
internal static class WordMatch
{
    /// <summary>3 for a whole word, 2 for the beginning of one, 1 for a part of a name, 0 for nothing.</summary>
    public static int Score(string text, string word)
    {
        var best = 0;
        for (var at = Find(text, word, 0); at >= 0 && best < 3; at = Find(text, word, at + 1))
        {
            var end = at + word.Length;
            var begins = at == 0 || !char.IsLetterOrDigit(text[at - 1]) || BilingualText.IsChinese(text[at]);
            var ends = end == text.Length || !char.IsLetterOrDigit(text[end]) || BilingualText.IsChinese(text[end]);
            best = Math.Max(best, begins ? ends ? 3 : 2 : 1);
        }

        return best;
    }

    /// <summary>The next place from a given one on, -1 where there is none.</summary>
    public static int Find(string text, string word, int from)
    {
        for (var at = from; at <= text.Length && (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            if (CanBegin(text, at)) return at;
        return -1;
    }

    /// <summary>The text in pieces, those that match any of the words apart.</summary>
    public static IReadOnlyList<MarkedText> Mark(string text, IReadOnlyList<string> words)
    {
        var pieces = new List<MarkedText>();
        var done = 0;
        while (words.Select(word => (At: Find(text, word, done), word.Length)).Where(found => found.At >= 0)
            .OrderBy(found => found.At).ThenByDescending(found => found.Length).FirstOrDefault() is { Length: > 0 } next)
        {
            if (next.At > done) pieces.Add(new MarkedText(text[done..next.At], false));
            done = next.At + next.Length;
            pieces.Add(new MarkedText(text[next.At..done], true));
        }

        if (done < text.Length) pieces.Add(new MarkedText(text[done..], false));
        return pieces;
    }

    private static bool CanBegin(string text, int at) =>
        at == 0
        || !char.IsLetterOrDigit(text[at])
        || !char.IsLetterOrDigit(text[at - 1])
        || BilingualText.IsChinese(text[at])
        || BilingualText.IsChinese(text[at - 1])
        || (char.IsUpper(text[at]) && !char.IsUpper(text[at - 1]))
        || (char.IsDigit(text[at]) != char.IsDigit(text[at - 1]));
}
