"""`python -m tangkal.cli`: what ./tangkal becomes once its environment is ready."""

from tangkal.cli import main

if __name__ == "__main__":
    main()
