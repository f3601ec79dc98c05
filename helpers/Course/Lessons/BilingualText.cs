namespace Course.Lessons;

/// <summary>A heading in the two languages that it may have: <c>Coroutines — 协程</c>.</summary>
/// <param name="Text">In the language of the lesson.</param>
/// <param name="Original">In Chinese, as the original has it; <see langword="null"/> where there is nothing of it.</param>
public readonly record struct BilingualText(string Text, string? Original)
{
    private const string Separator = " — ";

    public static BilingualText Parse(string text)
    {
        var at = text.IndexOf(Separator, StringComparison.Ordinal);
        if (at < 0) return new BilingualText(text, null);
        var original = text[(at + Separator.Length)..].Trim();
        return original.Any(IsChinese) ? new BilingualText(text[..at].Trim(), original) : new BilingualText(text, null);
    }

    /// <summary>Whether a character is Chinese, which is written without spaces between words.</summary>
    public static bool IsChinese(char character) => character is (>= '\u3400' and <= '\u9fff') or (>= '\uf900' and <= '\ufaff');
}
