using System.CommandLine;
using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Completion of commands, options and words in a shell.</summary>
internal static class CompletionCommand
{
    // The parser answers the [suggest] directive with a word a line for the place in the line that is being typed.
    private const string Bash =
        """
        _hybrid() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(hybrid "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _hybrid hybrid
        """;

    private const string Zsh =
        """
        #compdef hybrid
        _hybrid() {
          local -a words_found
          words_found=("${(@f)$(hybrid "[suggest:${#${(j: :)words}}]" "${(j: :)words}" 2>/dev/null)}")
          (( ${#words_found[1]} )) && compadd -- $words_found || _files
        }
        compdef _hybrid hybrid
        """;

    private const string Fish =
        """
        complete -c hybrid -a '(hybrid "[suggest:"(string length (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print completions for a shell: eval \"$(hybrid completion bash)\".") { shell };
        command.SetAction(arguments =>
        {
            Console.WriteLine(arguments.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Complete;
        });
        return command;
    }
}
