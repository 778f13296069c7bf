namespace AzNetHelper.Tests.Help;

internal static class SamplePage
{
    public const string Text = """
        # Set-HelpSample

        ## Synopsis

        Sets a sample, for `tests`.

        ## Description

        First paragraph that
        goes on, with **weight** and [a link](https://example.org/a).

        - one
        - two

        ## Parameters

        ### -Name

        The names.

        ### -Id

        The id.

        ### -Colour

        The colour.

        ### -Place

        The place.

        ### -Force

        Asks nothing.

        ### -Timeout

        Seconds.

        ## Examples

        ### By name

        ```powershell
        Set-HelpSample -Name a -Place far
        # Comment, no heading
        ```

        What it does.

        ### By id

        ```powershell
        Set-HelpSample -Id b
        ```

        ## Inputs

        - System.String: a name.

        ## Notes

        A note.

        ## Links

        - Get-HelpSample
        - [Pages](https://example.org/b)
        """;
}
