namespace Course.Pages;

/// <summary>A piece of a page, made of what a notebook holds: either safe on the page itself, or to be shown in a frame.</summary>
public abstract record Fragment;

/// <summary>HTML that runs nothing, asks the network for nothing and cannot be mistaken for a part of the page around it.</summary>
/// <param name="Html">The HTML.</param>
public sealed record InlineFragment(string Html) : Fragment;

/// <summary>
/// What needs scripts or style sheets of its own. It is shown in a frame that is sandboxed and of no origin, where it reaches
/// neither the page nor the network.
/// </summary>
/// <param name="Document">The frame's complete document.</param>
public sealed record FramedFragment(string Document) : Fragment;
