"""The guided roll call: a class to tap through."""
