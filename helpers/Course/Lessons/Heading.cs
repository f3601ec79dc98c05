namespace Course.Lessons;

/// <summary>A heading of a lesson.</summary>
/// <param name="Level">From 1, the title.</param>
/// <param name="Text">Its words.</param>
/// <param name="Id">Its anchor on the page.</param>
public sealed record Heading(int Level, string Text, string Id)
{
    /// <summary>Its words, those of the original apart.</summary>
    public BilingualText Words => BilingualText.Parse(Text);
}
