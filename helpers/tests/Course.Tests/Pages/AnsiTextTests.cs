using Course.Pages;

namespace Course.Tests.Pages;

public sealed class AnsiTextTests
{
    [Theory]
    [InlineData("a < b & c", "a &lt; b &amp; c")]
    [InlineData("\e[1;31mx\e[22my\e[0mz", "<span style=\"color:var(--ansi-1);font-weight:bold\">x</span><span style=\"color:var(--ansi-1)\">y</span>z")]
    [InlineData("\e[94mx\e[39my", "<span style=\"color:var(--ansi-12)\">x</span>y")]
    [InlineData("\e[38;5;196mx\e[m", "<span style=\"color:rgb(255,0,0)\">x</span>")]
    [InlineData("\e[38;5;2mx\e[m", "<span style=\"color:var(--ansi-2)\">x</span>")]
    [InlineData("\e[38;2;1;2;3mx\e[m", "<span style=\"color:rgb(1,2,3)\">x</span>")]
    [InlineData("\e[3;4mx\e[0m", "<span style=\"font-style:italic;text-decoration:underline\">x</span>")]
    [InlineData("\e[2K\e[1Ax\e]0;title\ay", "xy")]
    public void Colours_become_styles_and_other_sequences_vanish(string text, string html) => Assert.Equal(html, AnsiText.ToHtml(text));

    [Fact]
    public void A_background_is_tinted_so_that_text_on_it_stays_readable() => Assert.Equal(
        "<span style=\"background:color-mix(in srgb, var(--ansi-3) 30%, transparent)\">x</span>", AnsiText.ToHtml("\e[43mx\e[49m"));

    [Fact]
    public void A_line_that_was_written_over_shows_what_came_last() =>
        Assert.Equal("done\nnext\nlast", AnsiText.ToHtml("10 %\r50 %\rdone\nnext\r\nlast"));
}
